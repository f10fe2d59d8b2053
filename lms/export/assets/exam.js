/* The exam: opens when all lessons are done, draws its questions, counts tries, keeps the best result. */
(() => {
  "use strict";
  const EuBelong = window.EuBelong;
  let host = null;
  let quiz = null;
  let forms = null;

  function minutes() { return Math.floor(Date.now() / 60000); }

  function exam() { return host.getState().exam; }

  function box(name) { return forms.form(quiz.id).querySelector('[data-exam="' + name + '"]'); }

  /* Tries that are left now, and the minute from which the next round of tries is open (0 = now). */
  function allowed() {
    if (quiz.attempts === null) { return { left: null, opens: 0 }; }
    let state = exam();
    if (state.tries < quiz.attempts) { return { left: quiz.attempts - state.tries, opens: 0 }; }
    const opens = state.last + quiz.pause_hours * 60;
    return minutes() >= opens ? { left: quiz.attempts, opens: 0 } : { left: 0, opens };
  }

  function drawn() { return EuBelong.grader.draw(quiz, exam().seed); }

  /* Put the drawn questions into their order, hide the others, shuffle the answers. */
  function lay(names) {
    const list = box("questions");
    quiz.questions.forEach((question, position) => {
      let question_box = forms.questionBox(quiz.id, question.name);
      question_box.hidden = !names.includes(question.name);
      const rows = forms.fields(question_box, "[data-choice]");
      if (!quiz.shuffle || !rows.length || (question.kind !== "single" && question.kind !== "multiple")) return;
      const byPosition = {};
      rows.forEach(row => { byPosition[row.dataset.choice] = row; });
      const order = EuBelong.grader.shuffled(rows.length, EuBelong.grader.seedOfQuestion(exam().seed, position));
      order.forEach(choice => { rows[0].parentNode.appendChild(byPosition[choice]); });
    });
    names.forEach((name, index) => {
      let question_box = forms.questionBox(quiz.id, name);
      question_box.querySelector(".question-count").textContent =
        host.say(host.words.question_count, { number: index + 1, total: names.length });
      list.appendChild(question_box);
    });
  }

  function fill() {
    quiz.questions.forEach(question => {
      forms.writers[question.kind](forms.questionBox(quiz.id, question.name), exam().answers[question.name]);
    });
  }

  function opensText(opens) {
    return new Date(opens * 60000).toLocaleString(host.course.language, { dateStyle: "long", timeStyle: "short" });
  }

  /* Say what can be done now, and show what belongs to it. */
  function refresh() {
    if (!quiz) return;
    const words = host.words;
    let state = exam();
    const may = allowed();
    const lessons = host.lessonsOpen();
    let text = "";
    if (!state.open) {
      if (lessons > 0) { text = host.say(words.exam_closed, { count: lessons }); }
      else if (may.left === 0) { text = host.say(words.exam_pause, { time: opensText(may.opens) }); }
      else if (may.left !== null) { text = host.say(words.tries_left, { count: may.left, total: quiz.attempts }); }
      if (state.best >= 0) { text = host.say(words.best_so_far, { percent: state.best }) + " " + text; }
    }
    box("state").textContent = text;
    box("begin").hidden = state.open || lessons > 0 || may.left === 0;
    box("begin").textContent = state.best >= 0 ? words.try_again : words.begin_exam;
    box("facts").hidden = state.open;
    box("questions").hidden = !state.open && !box("questions").dataset.shown;
    box("send").hidden = !state.open;
  }

  function begin() {
    let state = exam();
    if (state.open || host.lessonsOpen() > 0 || allowed().left === 0) { refresh(); return; }
    if (quiz.attempts !== null && state.tries >= quiz.attempts) state.tries = 0;
    state.seed = Math.floor(Math.random() * 4294967296);
    state.open = true;
    state.answers = {};
    forms.clearReasons(quiz.id);
    forms.tell(quiz, "");
    delete box("questions").dataset.shown;
    lay(drawn());
    fill();
    refresh();
    host.changed();
    const first = forms.questionBox(quiz.id, drawn()[0]).querySelector("input, select, textarea");
    if (first) first.focus();
  }

  function send() {
    let state = exam();
    if (!state.open) return;
    state.answers = forms.readForm(quiz, drawn());
    const grade = EuBelong.grader.grade(quiz, state.answers, drawn());
    state.open = false;
    state.tries += 1;
    state.last = minutes();
    state.best = Math.max(state.best, grade.percent);
    box("questions").dataset.shown = "yes";
    forms.showReasons(quiz, grade, state.answers);
    forms.recordAll(quiz, grade, state.answers);
    state.answers = {}; // shown, told, and no longer needed: the state stays small
    refresh();
    const sentence = grade.passed ? host.words.exam_passed : host.words.exam_failed;
    forms.tell(quiz, host.say(sentence, { percent: grade.percent, mark: quiz.pass_mark }));
    host.finished();
  }

  function start(given) {
    host = given;
    forms = EuBelong.quizForms;
    quiz = host.course.quizzes[host.course.exam];
    const form = forms.form(quiz.id);
    if (exam().open) { lay(drawn()); fill(); }
    box("begin").addEventListener("click", begin);
    form.addEventListener("change", () => {
      if (!exam().open) return;
      exam().answers = forms.readForm(quiz, drawn());
      host.changed();
    });
    form.addEventListener("submit", event => { event.preventDefault(); send(); });
    refresh();
  }

  EuBelong.exam = { start, refresh };
})();
