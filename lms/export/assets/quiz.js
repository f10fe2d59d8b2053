/* Quizzes on the page: read and fill the forms, show verdicts and reasons. What they mean, driver.js knows.

   Right answers and replies come from course.js and the texts of the language, and are shown after checking only. */
(() => {
  "use strict";
  const EuBelong = window.EuBelong;
  const Course = window.Course;
  const quizzes = EuBelong.course.quizzes;

  const form = quizId => document.querySelector('form[data-quiz="' + quizId + '"]');
  const all = (box, selector) => Array.from(box.querySelectorAll(selector));
  const questionBox = (quizId, name) => all(form(quizId), ".question").find(box => box.dataset.question === name);
  const texts = () => EuBelong.texts[Course.language()];

  function say(name, values) {
    return texts().words[name].replace(/%(%|\((\w+)\)s)/g, (whole, mark, key) => {
      return mark === "%" ? "%" : values && key in values ? String(values[key]) : whole;
    });
  }

  function element(tag, className, html) {
    const made = document.createElement(tag);
    if (className) made.className = className;
    if (html) made.innerHTML = html; // cleaned when the package was made
    return made;
  }

  /* ---- reading and writing one question ---- */

  function checked(box) {
    const input = box.querySelector("input:checked");
    return input ? (input.value === "" ? null : Number(input.value)) : undefined;
  }

  function check(box, isOn) {
    all(box, "input").forEach(input => { input.checked = isOn(input.value); });
  }

  const READERS = {
    single: checked,
    multiple: box => all(box, "input:checked").map(input => Number(input.value)),
    matching: box => all(box, "select").map(select => select.value === "" ? null : Number(select.value)),
    /* Each row says its place; the answer lists the rows by place. Two rows with one place are no answer yet. */
    ordering: box => {
      const rows = {};
      const selects = all(box, "select");
      selects.forEach(select => { rows[select.value] = Number(select.dataset.position); });
      return selects.map((_, index) => rows[index + 1]);
    },
    number: box => box.querySelector("input").value,
    text: box => box.querySelector("textarea").value,
    scale: checked
  };

  const WRITERS = {
    single: (box, value) => { check(box, given => Number(given) === value); },
    multiple: (box, value) => { check(box, given => (value || []).includes(Number(given))); },
    matching: (box, value) => {
      all(box, "select").forEach((select, index) => { select.value = value && value[index] !== null ? value[index] : ""; });
    },
    ordering: (box, value) => {
      all(box, "select").forEach(select => {
        select.value = value ? value.indexOf(Number(select.dataset.position)) + 1 : "";
      });
    },
    number: (box, value) => { box.querySelector("input").value = value || ""; },
    text: (box, value) => { box.querySelector("textarea").value = value || ""; },
    scale: (box, value) => { check(box, given => given === (value === null ? "" : String(value))); }
  };

  function read(quiz, names) {
    const answers = {};
    quiz.questions.forEach(question => {
      if (!names || names.includes(question.name)) {
        answers[question.name] = READERS[question.kind](questionBox(quiz.id, question.name));
      }
    });
    return answers;
  }

  function fill(quiz) {
    const { answers } = Course.keptOf(quiz.id);
    quiz.questions.forEach(question => {
      WRITERS[question.kind](questionBox(quiz.id, question.name), answers[question.name]);
    });
  }

  /* ---- showing reasons ---- */

  function clear(quizId) { all(form(quizId), ".choice-reply, .verdict").forEach(old => { old.remove(); }); }

  function verdictWord(result) {
    if (!result.answered) return "open";
    return result.points === 1000 ? "right" : result.points > 0 ? "partly" : "wrong";
  }

  function rightWords(question, text) {
    if (question.kind === "number") return [question.number[0]];
    return text.choices.filter((_, at) => question.choices[at].right || question.kind === "matching" || question.kind === "ordering")
      .map(choice => choice.match ? choice.text + " → " + choice.match : choice.text);
  }

  function showReplies(question, text, box, value) {
    all(box, "[data-choice]").forEach(row => {
      const position = Number(row.dataset.choice);
      const { right } = question.choices[position];
      const reply = text.choices[position].reply;
      if (!reply || !(right || [].concat(value).includes(position))) return;
      row.appendChild(element("div", "choice-reply " + (right ? "right" : "wrong"), reply));
    });
  }

  function showReason(quiz, question, result, value) {
    const box = questionBox(quiz.id, question.name);
    const text = texts().quizzes[quiz.id][question.name];
    const word = verdictWord(result);
    const verdict = element("div", "verdict " + word);
    verdict.appendChild(element("p", "verdict-word")).textContent = say(word);
    showReplies(question, text, box, value);
    if (result.points < 1000) {
      const items = rightWords(question, text);
      verdict.appendChild(element("p")).textContent = say(items.length > 1 ? "right_answers" : "right_answer");
      const list = verdict.appendChild(element(question.kind === "ordering" ? "ol" : "ul"));
      items.forEach(item => { list.appendChild(element("li", "", item)); });
    }
    if (text.reply) verdict.appendChild(element("div", "", text.reply));
    if (text.lesson_title && quiz.kind === "exam" && Course.find(question.lesson + ".1")) {
      const link = verdict.appendChild(element("p")).appendChild(element("a"));
      link.href = "#" + question.lesson + ".1";
      link.textContent = say("back_to", { title: text.lesson_title });
    }
    box.appendChild(verdict);
  }

  function showReasons(quiz, grade, answers) {
    clear(quiz.id);
    grade.results.forEach(result => {
      showReason(quiz, quiz.questions.find(one => one.name === result.name), result, answers[result.name]);
    });
  }

  function tell(quiz, text) {
    const place = form(quiz.id).querySelector(".quiz-result");
    place.textContent = text;
    place.hidden = !text;
    if (text) place.focus();
  }

  /* The quiz at the end of a lesson: as many tries as wanted, reasons at once, no score for the LMS. */
  function mountLessonQuiz(quiz, changed) {
    fill(quiz);
    form(quiz.id).addEventListener("change", () => { Course.keep(quiz.id, read(quiz)); });
    form(quiz.id).addEventListener("submit", event => {
      event.preventDefault();
      const answers = read(quiz);
      const grade = Course.send(quiz.id, answers);
      showReasons(quiz, grade, answers);
      tell(quiz, say("quiz_result", { percent: grade.percent }));
      changed();
    });
  }

  /* Called for every language that is shown; `changed` when something that the menu shows may have changed. */
  function mount(changed) {
    Object.values(quizzes).forEach(quiz => {
      if (Course.exam !== quiz) mountLessonQuiz(quiz, changed);
    });
    if (Course.exam) EuBelong.examView.mount(changed);
  }

  EuBelong.quizView = { mount, form, all, questionBox, texts, say, read, fill, clear, showReasons, tell };
})();
