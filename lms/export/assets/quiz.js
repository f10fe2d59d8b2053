/* Quizzes and exams inside a package: read the form, keep every answer, grade, show reasons.

   The forms stand in the page; right answers and replies come from course.js and are shown after checking only. */
(function () {
  "use strict";
  var EuBelong = window.EuBelong;
  var grader = EuBelong.grader;
  var host = null; // what the player gives us, see start()

  function form(quizId) { return document.querySelector('form[data-quiz="' + quizId + '"]'); }

  function fields(box, selector) { return Array.prototype.slice.call(box.querySelectorAll(selector)); }

  function questionBox(quizId, name) {
    return fields(form(quizId), ".question").filter(function (box) { return box.dataset.question === name; })[0];
  }

  function element(tag, className, html) {
    var made = document.createElement(tag);
    if (className) { made.className = className; }
    if (html !== undefined) { made.innerHTML = html; } // cleaned when the package was made
    return made;
  }

  /* ---- reading and writing one question ---- */

  var readers = {
    single: function (box) {
      var checked = box.querySelector("input:checked");
      return checked ? Number(checked.value) : undefined;
    },
    multiple: function (box) {
      return fields(box, "input:checked").map(function (input) { return Number(input.value); })
        .sort(function (a, b) { return a - b; });
    },
    matching: function (box) {
      var chosen = fields(box, "select").map(function (select) {
        return select.value === "" ? null : Number(select.value);
      });
      return chosen.some(function (one) { return one !== null; }) ? chosen : undefined;
    },
    /* Each row says its place; the answer lists the rows by place. Two rows with one place are no answer yet. */
    ordering: function (box) {
      var places = {};
      var selects = fields(box, "select");
      selects.forEach(function (select) {
        if (select.value !== "") { places[select.value] = Number(select.dataset.position); }
      });
      var order = selects.map(function (_, index) { return places[String(index + 1)]; });
      return order.indexOf(undefined) < 0 ? order : undefined;
    },
    number: function (box) { return box.querySelector("input").value.trim() || undefined; },
    text: function (box) { return box.querySelector("textarea").value.trim() || undefined; },
    scale: function (box) {
      var checked = box.querySelector("input:checked");
      return checked ? (checked.value === "" ? null : Number(checked.value)) : undefined;
    }
  };

  var writers = {
    single: function (box, value) {
      fields(box, "input").forEach(function (input) { input.checked = Number(input.value) === value; });
    },
    multiple: function (box, value) {
      fields(box, "input").forEach(function (input) { input.checked = (value || []).indexOf(Number(input.value)) >= 0; });
    },
    matching: function (box, value) {
      fields(box, "select").forEach(function (select, index) {
        select.value = value && value[index] !== null ? String(value[index]) : "";
      });
    },
    ordering: function (box, value) {
      fields(box, "select").forEach(function (select) {
        var place = value ? value.indexOf(Number(select.dataset.position)) : -1;
        select.value = place < 0 ? "" : String(place + 1);
      });
    },
    number: function (box, value) { box.querySelector("input").value = value || ""; },
    text: function (box, value) { box.querySelector("textarea").value = value || ""; },
    scale: function (box, value) {
      fields(box, "input").forEach(function (input) {
        input.checked = value === null ? input.value === "" : value !== undefined && Number(input.value) === value;
      });
    }
  };

  function readForm(quiz, drawn) {
    var answers = {};
    quiz.questions.forEach(function (question) {
      if (drawn.indexOf(question.name) < 0) { return; }
      var value = readers[question.kind](questionBox(quiz.id, question.name));
      if (value !== undefined) { answers[question.name] = value; }
    });
    return answers;
  }

  /* ---- showing reasons ---- */

  function clearReasons(quizId) {
    fields(form(quizId), ".choice-reply, .verdict").forEach(function (old) { old.remove(); });
  }

  function verdictWord(result) {
    var words = host.words;
    if (!result.answered) { return ["open", words.open]; }
    if (result.points === 1000) { return ["right", words.right]; }
    return result.points > 0 ? ["partly", words.partly] : ["wrong", words.wrong];
  }

  function rightWords(question) {
    var items = [];
    if (question.kind === "matching") {
      question.choices.forEach(function (choice) { items.push(choice.text + " → " + choice.match); });
    } else if (question.kind === "ordering") {
      question.choices.forEach(function (choice) { items.push(choice.text); });
    } else if (question.kind === "number") {
      items.push(question.number[0]);
    } else {
      question.choices.forEach(function (choice) { if (choice.right) { items.push(choice.text); } });
    }
    return items;
  }

  function showReplies(quiz, question, box, value) {
    var chosen = Array.isArray(value) ? value : [value];
    fields(box, "[data-choice]").forEach(function (row) {
      var position = Number(row.dataset.choice);
      var choice = question.choices[position];
      if (!choice.reply || (chosen.indexOf(position) < 0 && !choice.right)) { return; }
      row.appendChild(element("div", "choice-reply " + (choice.right ? "right" : "wrong"), choice.reply));
    });
  }

  function showReason(quiz, question, result, value) {
    var box = questionBox(quiz.id, question.name);
    var word = verdictWord(result);
    var verdict = element("div", "verdict " + word[0]);
    verdict.appendChild(element("p", "verdict-word", word[1]));
    if (question.kind === "single" || question.kind === "multiple") { showReplies(quiz, question, box, value); }
    if (result.points < 1000) {
      var items = rightWords(question);
      verdict.appendChild(element("p", "", items.length > 1 ? host.words.right_answers : host.words.right_answer));
      var list = element(question.kind === "ordering" ? "ol" : "ul");
      items.forEach(function (item) { list.appendChild(element("li", "", item)); });
      verdict.appendChild(list);
    }
    if (question.reply) { verdict.appendChild(element("div", "", question.reply)); }
    if (question.lesson_title && quiz.kind === "exam") {
      var back = element("p");
      var link = element("a", "", "");
      link.href = "#" + question.lesson + ".1";
      link.textContent = host.say(host.words.back_to, { title: question.lesson_title });
      back.appendChild(link);
      verdict.appendChild(back);
    }
    box.appendChild(verdict);
  }

  function showReasons(quiz, grade, answers) {
    clearReasons(quiz.id);
    grade.results.forEach(function (result) {
      var question = quiz.questions.filter(function (one) { return one.name === result.name; })[0];
      showReason(quiz, question, result, answers[result.name]);
    });
  }

  function tell(quiz, text) {
    var place = form(quiz.id).querySelector(".quiz-result");
    place.textContent = text;
    place.hidden = !text;
    if (text) { place.focus(); }
  }

  /* ---- what the LMS keeps of an answer ---- */

  var TYPES = { single: "choice", multiple: "choice", matching: "matching", ordering: "sequencing",
    number: "numeric", text: "long-fill-in", scale: "likert" };

  function record(quiz, question, value, result) {
    var pattern;
    if (question.kind === "matching" || question.kind === "ordering") {
      pattern = question.choices.map(function (_, index) { return index; });
    } else if (question.kind === "number") {
      var low = Number(question.number[0]) - Number(question.number[1]);
      pattern = [low, Number(question.number[0]) + Number(question.number[1])];
    } else if (question.choices && question.choices.length) {
      pattern = question.choices.map(function (_, index) { return index; })
        .filter(function (index) { return question.choices[index].right; });
    }
    function pairs(list) {
      return list.map(function (right, left) { return [left, right]; })
        .filter(function (pair) { return pair[1] !== null; });
    }
    var response = value;
    if (question.kind === "matching") { response = pairs(value); pattern = pairs(pattern); }
    if (question.kind === "number") { response = String(value).replace(",", ".").replace(/\s/g, ""); }
    host.answered({
      id: quiz.id + "." + question.name, type: TYPES[question.kind], response: response, pattern: pattern,
      result: result ? result.points === 1000 : "neutral", weighting: result ? 1 : 0, description: question.plain
    });
  }

  function recordAll(quiz, grade, answers) {
    quiz.questions.forEach(function (question) {
      var value = answers[question.name];
      if (value === undefined || value === null) { return; }
      var result = grade.results.filter(function (one) { return one.name === question.name; })[0];
      record(quiz, question, value, result);
    });
  }

  EuBelong.quizForms = {
    start: function (given) {
      host = given;
      EuBelong.lessonQuizzes.start(host);
      if (host.course.exam) { EuBelong.exam.start(host); }
    },
    form: form, fields: fields, questionBox: questionBox, element: element, writers: writers, readForm: readForm,
    clearReasons: clearReasons, showReasons: showReasons, tell: tell, recordAll: recordAll
  };
}());
