/* The quiz at the end of a lesson: as many tries as wanted, reasons at once, no score for the LMS. */
(function () {
  "use strict";
  var EuBelong = window.EuBelong;

  function start(host) {
    var forms = EuBelong.quizForms;
    host.course.lessons.forEach(function (lesson, index) {
      if (!lesson.quiz) { return; }
      var quiz = host.course.quizzes[lesson.quiz];
      var form = forms.form(quiz.id);
      var names = quiz.questions.map(function (question) { return question.name; });

      function kept() { return host.getState().quizzes[index]; }

      quiz.questions.forEach(function (question) {
        forms.writers[question.kind](forms.questionBox(quiz.id, question.name), kept().answers[question.name]);
      });
      form.addEventListener("change", function () {
        kept().answers = forms.readForm(quiz, names);
        host.changed();
      });
      form.addEventListener("submit", function (event) {
        event.preventDefault();
        kept().answers = forms.readForm(quiz, names);
        var grade = EuBelong.grader.grade(quiz, kept().answers, null);
        kept().submitted = true;
        kept().best = Math.max(kept().best, grade.percent);
        forms.showReasons(quiz, grade, kept().answers);
        forms.recordAll(quiz, grade, kept().answers);
        forms.tell(quiz, host.say(host.words.quiz_result, { percent: grade.percent }));
        host.finished();
      });
    });
  }

  EuBelong.lessonQuizzes = { start: start };
}());
