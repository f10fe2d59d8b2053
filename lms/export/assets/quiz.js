/* Quizzes and exams inside a package: read the form, keep every answer, grade, show reasons.

   The forms stand in the page; right answers and replies come from course.js and are shown after checking only. */
(() => {
  "use strict";
  const EuBelong = window.EuBelong;
  const grader = EuBelong.grader;
  let host = null; // what the player gives us, see start()

  function form(quizId) { return document.querySelector('form[data-quiz="' + quizId + '"]'); }

  function fields(box, selector) { return Array.from(box.querySelectorAll(selector)); }

  function questionBox(quizId, name) {
    return fields(form(quizId), ".question").find(box => box.dataset.question === name);
  }

  function element(tag, className, html) {
    const made = document.createElement(tag);
    if (className) made.className = className;
    if (html !== undefined) { made.innerHTML = html; } // cleaned when the package was made
    return made;
  }

  /* ---- reading and writing one question ---- */

  const readers = {
    single: box => {
      let checked = box.querySelector("input:checked");
      return checked ? Number(checked.value) : undefined;
    },
    multiple: box => {
      return fields(box, "input:checked").map(input => Number(input.value))
        .sort((a, b) => a - b);
    },
    matching: box => {
      let chosen = fields(box, "select").map(select => select.value === "" ? null : Number(select.value));
      return chosen.some(one => one !== null) ? chosen : undefined;
    },
    /* Each row says its place; the answer lists the rows by place. Two rows with one place are no answer yet. */
    ordering: box => {
      const places = {};
      const selects = fields(box, "select");
      selects.forEach(select => {
        if (select.value !== "") places[select.value] = Number(select.dataset.position);
      });
      const order = selects.map((_, index) => places[String(index + 1)]);
      return !order.includes(undefined) ? order : undefined;
    },
    number: box => box.querySelector("input").value.trim() || undefined,
    text: box => box.querySelector("textarea").value.trim() || undefined,
    scale: box => {
      let checked = box.querySelector("input:checked");
      return checked ? (checked.value === "" ? null : Number(checked.value)) : undefined;
    }
  };

  const writers = {
    single: (box, value) => {
      fields(box, "input").forEach(input => { input.checked = Number(input.value) === value; });
    },
    multiple: (box, value) => {
      fields(box, "input").forEach(input => { input.checked = (value || []).includes(Number(input.value)); });
    },
    matching: (box, value) => {
      fields(box, "select").forEach((select, index) => {
        select.value = value && value[index] !== null ? String(value[index]) : "";
      });
    },
    ordering: (box, value) => {
      fields(box, "select").forEach(select => {
        let place = value ? value.indexOf(Number(select.dataset.position)) : -1;
        select.value = place < 0 ? "" : String(place + 1);
      });
    },
    number: (box, value) => { box.querySelector("input").value = value || ""; },
    text: (box, value) => { box.querySelector("textarea").value = value || ""; },
    scale: (box, value) => {
      fields(box, "input").forEach(input => {
        input.checked = value === null ? input.value === "" : value !== undefined && Number(input.value) === value;
      });
    }
  };

  function readForm(quiz, drawn) {
    const answers = {};
    quiz.questions.forEach(question => {
      if (!drawn.includes(question.name)) return;
      let value = readers[question.kind](questionBox(quiz.id, question.name));
      if (value !== undefined) answers[question.name] = value;
    });
    return answers;
  }

  /* ---- showing reasons ---- */

  function clearReasons(quizId) {
    fields(form(quizId), ".choice-reply, .verdict").forEach(old => { old.remove(); });
  }

  function verdictWord(result) {
    const words = host.words;
    if (!result.answered) return ["open", words.open];
    if (result.points === 1000) return ["right", words.right];
    return result.points > 0 ? ["partly", words.partly] : ["wrong", words.wrong];
  }

  function rightWords(question) {
    let items = [];
    if (question.kind === "matching") {
      question.choices.forEach(choice => { items.push(choice.text + " → " + choice.match); });
    } else if (question.kind === "ordering") {
      question.choices.forEach(choice => { items.push(choice.text); });
    } else if (question.kind === "number") {
      items.push(question.number[0]);
    } else {
      question.choices.forEach(choice => { if (choice.right) { items.push(choice.text); } });
    }
    return items;
  }

  function showReplies(quiz, question, box, value) {
    let chosen = Array.isArray(value) ? value : [value];
    fields(box, "[data-choice]").forEach(row => {
      const position = Number(row.dataset.choice);
      let choice = question.choices[position];
      if (!choice.reply || (!chosen.includes(position) && !choice.right)) return;
      row.appendChild(element("div", "choice-reply " + (choice.right ? "right" : "wrong"), choice.reply));
    });
  }

  function showReason(quiz, question, result, value) {
    let box = questionBox(quiz.id, question.name);
    const word = verdictWord(result);
    const verdict = element("div", "verdict " + word[0]);
    verdict.appendChild(element("p", "verdict-word", word[1]));
    if (question.kind === "single" || question.kind === "multiple") showReplies(quiz, question, box, value);
    if (result.points < 1000) {
      let items = rightWords(question);
      verdict.appendChild(element("p", "", items.length > 1 ? host.words.right_answers : host.words.right_answer));
      const list = element(question.kind === "ordering" ? "ol" : "ul");
      items.forEach(item => { list.appendChild(element("li", "", item)); });
      verdict.appendChild(list);
    }
    if (question.reply) verdict.appendChild(element("div", "", question.reply));
    if (question.lesson_title && quiz.kind === "exam") {
      const back = element("p");
      const link = element("a", "", "");
      link.href = "#" + question.lesson + ".1";
      link.textContent = host.say(host.words.back_to, { title: question.lesson_title });
      back.appendChild(link);
      verdict.appendChild(back);
    }
    box.appendChild(verdict);
  }

  function showReasons(quiz, grade, answers) {
    clearReasons(quiz.id);
    grade.results.forEach(result => {
      let question = quiz.questions.find(one => one.name === result.name);
      showReason(quiz, question, result, answers[result.name]);
    });
  }

  function tell(quiz, text) {
    let place = form(quiz.id).querySelector(".quiz-result");
    place.textContent = text;
    place.hidden = !text;
    if (text) place.focus();
  }

  /* ---- what the LMS keeps of an answer ---- */

  const TYPES = { single: "choice", multiple: "choice", matching: "matching", ordering: "sequencing",
    number: "numeric", text: "long-fill-in", scale: "likert" };

  function record(quiz, question, value, result) {
    let pattern;
    if (question.kind === "matching" || question.kind === "ordering") {
      pattern = question.choices.map((_, index) => index);
    } else if (question.kind === "number") {
      const low = Number(question.number[0]) - Number(question.number[1]);
      pattern = [low, Number(question.number[0]) + Number(question.number[1])];
    } else if (question.choices && question.choices.length) {
      pattern = question.choices.map((_, index) => index)
        .filter(index => question.choices[index].right);
    }
    function pairs(list) {
      return list.map((right, left) => [left, right])
        .filter(pair => pair[1] !== null);
    }
    let response = value;
    if (question.kind === "matching") { response = pairs(value); pattern = pairs(pattern); }
    if (question.kind === "number") response = String(value).replace(",", ".").replace(/\s/g, "");
    host.answered({
      id: quiz.id + "." + question.name, type: TYPES[question.kind], response, pattern,
      result: result ? result.points === 1000 : "neutral", weighting: result ? 1 : 0, description: question.plain
    });
  }

  function recordAll(quiz, grade, answers) {
    quiz.questions.forEach(question => {
      let value = answers[question.name];
      if (value === undefined || value === null) return;
      let result = grade.results.find(one => one.name === question.name);
      record(quiz, question, value, result);
    });
  }

  EuBelong.quizForms = {
    start: given => {
      host = given;
      EuBelong.lessonQuizzes.start(host);
      if (host.course.exam) EuBelong.exam.start(host);
    },
    form, fields, questionBox, element, writers, readForm,
    clearReasons, showReasons, tell, recordAll
  };
})();
