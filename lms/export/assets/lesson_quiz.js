/* The quiz at the end of a lesson: as many tries as wanted, reasons at once, no score for the LMS. */
(() => {
  "use strict";
  const EuBelong = window.EuBelong;

  function start(host) {
    const forms = EuBelong.quizForms;
    host.course.lessons.forEach((lesson, index) => {
      if (!lesson.quiz) return;
      const quiz = host.course.quizzes[lesson.quiz];
      const form = forms.form(quiz.id);
      const names = quiz.questions.map(question => question.name);

      function kept() { return host.getState().quizzes[index]; }

      quiz.questions.forEach(question => {
        forms.writers[question.kind](forms.questionBox(quiz.id, question.name), kept().answers[question.name]);
      });
      form.addEventListener("change", () => {
        kept().answers = forms.readForm(quiz, names);
        host.changed();
      });
      form.addEventListener("submit", event => {
        event.preventDefault();
        kept().answers = forms.readForm(quiz, names);
        const grade = EuBelong.grader.grade(quiz, kept().answers, null);
        kept().submitted = true;
        kept().best = Math.max(kept().best, grade.percent);
        forms.showReasons(quiz, grade, kept().answers);
        forms.recordAll(quiz, grade, kept().answers);
        forms.tell(quiz, host.say(host.words.quiz_result, { percent: grade.percent }));
        host.finished();
      });
    });
  }

  EuBelong.lessonQuizzes = { start };
})();
