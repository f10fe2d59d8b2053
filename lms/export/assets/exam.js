/* The exam on the page: what can be done now, its questions in the order drawn, the result. */
(() => {
  "use strict";
  const { grader, quizView: view } = window.EuBelong;
  const Course = window.Course;
  const quiz = Course.exam;
  let shown = false; // the result of the last try is on the page

  const box = name => view.form(quiz.id).querySelector('[data-exam="' + name + '"]');

  /* Put the answers of one question into the order of this try. */
  function shuffle(question, position, question_box) {
    const rows = view.all(question_box, "[data-choice]");
    if (!quiz.shuffle || !rows.length) return;
    const seed = grader.seedOfQuestion(Course.keptOf(quiz.id).seed, position);
    grader.shuffled(rows.length, seed).forEach(choice => {
      rows[0].parentNode.appendChild(rows.find(row => Number(row.dataset.choice) === choice));
    });
  }

  /* Put the drawn questions into their order, hide the others, fill in what was answered. */
  function lay() {
    const names = Course.drawn();
    quiz.questions.forEach((question, position) => {
      const question_box = view.questionBox(quiz.id, question.name);
      question_box.hidden = !names.includes(question.name);
      shuffle(question, position, question_box);
    });
    names.forEach((name, index) => {
      const question_box = view.questionBox(quiz.id, name);
      question_box.querySelector(".question-count").textContent =
        view.say("question_count", { number: index + 1, total: names.length });
      box("questions").appendChild(question_box);
    });
    view.fill(quiz);
  }

  function whatNow(now) {
    if (now.open) return "";
    const parts = [];
    if (now.best >= 0) parts.push(view.say("best_so_far", { percent: now.best }));
    if (now.lessonsOpen > 0) {
      parts.push(view.say("exam_closed", { count: now.lessonsOpen }));
    } else if (now.left === 0) {
      const opens = new Date(now.opens * 60000);
      const time = opens.toLocaleString(Course.language(), { dateStyle: "long", timeStyle: "short" });
      parts.push(view.say("exam_pause", { time }));
    } else if (now.left !== null) {
      parts.push(view.say("tries_left", { count: now.left, total: quiz.attempts }));
    }
    return parts.join(" ");
  }

  function refresh() {
    const now = Course.examNow();
    box("state").textContent = whatNow(now);
    box("begin").hidden = !now.mayBegin;
    box("begin").textContent = view.say(now.best >= 0 ? "try_again" : "begin_exam");
    box("facts").hidden = now.open;
    box("questions").hidden = !now.open && !shown;
    box("send").hidden = !now.open;
  }

  function begin() {
    if (Course.begin()) {
      shown = false;
      view.clear(quiz.id);
      view.tell(quiz, "");
      lay();
      refresh();
      const first = view.questionBox(quiz.id, Course.drawn()[0]).querySelector("input, select, textarea");
      if (first) first.focus();
    } else {
      refresh();
    }
  }

  function send(changed) {
    const answers = view.read(quiz, Course.drawn());
    const grade = Course.send(quiz.id, answers);
    if (!grade) return;
    shown = true;
    view.showReasons(quiz, grade, answers);
    changed();
    view.tell(quiz, view.say(grade.passed ? "exam_passed" : "exam_failed", { percent: grade.percent, mark: quiz.pass_mark }));
  }

  function mount(changed) {
    shown = false;
    if (Course.examNow().open) lay();
    box("begin").addEventListener("click", begin);
    view.form(quiz.id).addEventListener("change", () => { Course.keep(quiz.id, view.read(quiz, Course.drawn())); });
    view.form(quiz.id).addEventListener("submit", event => {
      event.preventDefault();
      send(changed);
    });
    refresh();
  }

  window.EuBelong.examView = { mount, refresh };
})();
