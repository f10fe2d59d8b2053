/* The course as a learner goes through it, without a page: places, answers, exam, and what the LMS is told.
   player.js shows it; the simulator plays it.

   Who writes which status when (scorm.js never goes back on one of them):

     opened, read, answered   incomplete             no score            nothing is passed by opening
     exam finished, below     failed (1.2);          best finished try   in 2004 it stays incomplete, so that
       the mark               incomplete + failed                        nobody is done by failing
     exam finished, at the    passed (1.2);          best finished try   "completed" is stored before "passed";
       mark or above          completed + passed                         the exam opens when all lessons are done
     no exam: last lesson     completed              100, so that no grade book shows 0; none in a part of a course
     later visits             unchanged              never lower
     review, browse,          nothing is written
       no-credit
*/
(() => {
  "use strict";
  const { course, grader, state: keeping } = window.EuBelong;
  const exam = course.quizzes[course.exam] || null;
  const heard = [];
  let state = keeping.empty(course);
  let session = null;
  let language = course.languages[0];
  let listener = null;

  const places = [{ id: "start", kind: "start" }];
  course.lessons.forEach(lesson => {
    for (let page = 1; page <= lesson.pages; page += 1) {
      places.push({ id: lesson.id + "." + page, kind: "page", lesson: lesson.id, page });
    }
    if (lesson.quiz) places.push({ id: lesson.id + ".quiz", kind: "quiz", lesson: lesson.id, quiz: lesson.quiz });
  });
  if (exam) places.push({ id: "exam", kind: "exam", quiz: exam.id });

  const find = id => places.find(place => place.id === id) || null;
  const neighbour = step => places[places.indexOf(find(state.place)) + step] || null;

  function tell(kind) {
    heard.push(kind);
    if (listener) listener(kind);
  }

  /* ---- what is done ---- */

  function lessonDone(lesson) {
    const kept = state.lessons[lesson.id];
    return kept.read.length >= lesson.pages && (!lesson.quiz || kept.sent);
  }

  const lessonsDone = () => course.lessons.filter(lessonDone).length;
  const lessonsOpen = () => course.lessons.length - lessonsDone();
  const examPassed = () => exam !== null && state.exam.best >= (exam.pass_mark || 0);

  function progress() {
    const steps = places.length - 1;
    const done = course.lessons.reduce((sum, lesson) => {
      const kept = state.lessons[lesson.id];
      return sum + kept.read.length + (lesson.quiz && kept.sent ? 1 : 0);
    }, examPassed() ? 1 : 0);
    return steps ? done / steps : 0;
  }

  /* ---- what the LMS is told ---- */

  function save() {
    if (session) session.save({ state: keeping.encode(course, state), location: state.place, progress: progress() });
  }

  /* Called after every act that can finish the course. */
  function report() {
    save();
    if (!session) return;
    if (!exam) {
      if (lessonsOpen() === 0) session.complete();
    } else if (state.exam.best >= 0 && !state.exam.open) {
      session.score(state.exam.best);
      if (!examPassed()) session.fail(state.exam.best);
      else if (lessonsOpen() === 0) session.pass(state.exam.best);
    }
  }

  const TYPES = { single: "choice", multiple: "choice", matching: "matching", ordering: "sequencing",
    number: "numeric", text: "long-fill-in", scale: "likert" };

  function patternOf(question) {
    if (question.kind === "number") {
      const [value, tolerance] = question.number.map(Number);
      return [value - tolerance, value + tolerance];
    }
    return question.choices.length ? grader.rightPositions(question) : undefined;
  }

  const pairs = list => list.map((right, left) => [left, right]).filter(pair => pair[1] !== null);

  /* One line of the journal. With several languages it says which one the learner saw, in 1.2 after the name. */
  function record(quiz, question, value, result) {
    const several = course.languages.length > 1;
    const text = (((window.EuBelong.texts || {})[language] || { quizzes: {} }).quizzes[quiz.id] || {})[question.name];
    const matching = question.kind === "matching";
    const pattern = patternOf(question);
    session.answer({
      id: quiz.id + "." + question.name + (several && course.version === "1.2" ? "." + language : ""),
      type: TYPES[question.kind],
      response: matching ? pairs(value) : value,
      pattern: matching ? pairs(pattern) : pattern,
      result: result ? result.points === 1000 : "neutral",
      weighting: result ? 1 : 0,
      description: (several ? "(" + language + ") " : "") + (text ? text.plain : question.name)
    });
  }

  function recordAll(quiz, grade, answers) {
    quiz.questions.forEach(question => {
      const value = grader.readAnswer(question, answers[question.name]);
      if (session && value !== null) record(quiz, question, value, grade.results.find(one => one.name === question.name));
    });
  }

  /* ---- going through it ---- */

  function go(id) {
    if (!find(id)) return false;
    state.place = id;
    save();
    return true;
  }

  function firstOpen() {
    const open = course.lessons.find(lesson => !lessonDone(lesson));
    if (!open) return exam ? "exam" : "start";
    const { read } = state.lessons[open.id];
    const place = places.find(one => one.lesson === open.id && (one.kind === "quiz" || !read.includes(one.page)));
    return place.id;
  }

  /* A page counts as read when its reader goes on from it, as on the site. After the last one comes the start. */
  function readOn() {
    const here = find(state.place);
    if (here.kind === "start") {
      go(progress() > 0 ? firstOpen() : neighbour(1).id);
      return;
    }
    if (here.kind === "page") {
      const { read } = state.lessons[here.lesson];
      if (!read.includes(here.page)) read.push(here.page);
      read.sort((a, b) => a - b);
    }
    state.place = (neighbour(1) || places[0]).id;
    report();
  }

  /* ---- quizzes and the exam ---- */

  const lessonOf = quizId => course.lessons.find(lesson => lesson.quiz === quizId);
  const keptOf = quizId => exam && quizId === exam.id ? state.exam : state.lessons[lessonOf(quizId).id];

  function drawn() { return grader.draw(exam, state.exam.seed); }

  function keep(quizId, answers) {
    const kept = keptOf(quizId);
    if (kept === state.exam && !kept.open) return;
    kept.answers = keeping.tidyAll(course.quizzes[quizId], answers);
    save();
  }

  const minutes = () => Math.floor(Date.now() / 60000);

  /* What can be done with the exam now: tries left (null = as many as wanted), the minute in which the pause ends. */
  function examNow() {
    const { tries, last, best, open } = state.exam;
    const opens = last + exam.pause_hours * 60;
    let left = exam.attempts === null ? null : exam.attempts - tries;
    if (left !== null && left <= 0) left = minutes() >= opens ? exam.attempts : 0;
    return { open, best, left, opens, lessonsOpen: lessonsOpen(), mayBegin: !open && lessonsOpen() === 0 && left !== 0 };
  }

  function begin() {
    if (!exam || !examNow().mayBegin) return false;
    const kept = state.exam;
    if (exam.attempts !== null && kept.tries >= exam.attempts) kept.tries = 0;
    Object.assign(kept, { seed: Math.floor(Math.random() * 4294967296), open: true, answers: {} });
    save();
    return true;
  }

  /* Grade what was answered, tell the LMS, and give the grade; null when there is nothing to send. */
  function send(quizId, answers) {
    const quiz = course.quizzes[quizId];
    const kept = keptOf(quizId);
    const isExam = kept === state.exam;
    if (isExam && !kept.open) return null;
    const grade = grader.grade(quiz, answers, isExam ? drawn() : null);
    kept.best = Math.max(kept.best, grade.percent);
    if (isExam) {
      // The answers are told and no longer needed: the state stays small.
      Object.assign(kept, { open: false, tries: kept.tries + 1, last: minutes(), answers: {} });
    } else {
      Object.assign(kept, { sent: true, answers: keeping.tidyAll(quiz, answers) });
    }
    recordAll(quiz, grade, answers);
    report();
    return grade;
  }

  /* ---- played without a page ---- */

  function answerTo(question, right) {
    const count = question.choices.length;
    const rights = grader.rightPositions(question);
    const others = question.choices.map((_, position) => position).filter(position => !rights.includes(position));
    switch (question.kind) {
      case "single": return (right || !others.length ? rights : others)[0];
      case "multiple": return right ? rights : others.length ? others : rights.slice(1);
      case "number": return right ? question.number[0] : String(Math.ceil(patternOf(question)[1]) + 1);
      case "text": return "-";
      case "scale": return question.scale.low;
      default: return rights.map(position => right ? position : (position + 1) % count);
    }
  }

  function play(id, how) {
    const place = find(id);
    if (!place || place.kind === "start") return false;
    go(id);
    if (place.kind === "page") {
      readOn();
      return true;
    }
    if (place.kind === "exam" && !state.exam.open && !begin()) return false;
    const answers = {};
    const names = place.kind === "exam" ? drawn() : null;
    course.quizzes[place.quiz].questions.forEach(question => {
      if (names && !names.includes(question.name)) return;
      answers[question.name] = answerTo(question, how !== "wrong");
      keep(place.quiz, answers);
    });
    send(place.quiz, answers);
    if (place.kind === "quiz") readOn();
    return true;
  }

  /* ---- the beginning ---- */

  /* What the learner chose last time, what the LMS says, what the browser says, what the region speaks. */
  function firstLanguage() {
    const browser = typeof navigator === "undefined" ? [] : navigator.languages || [navigator.language];
    const wanted = [state.language, session && session.language, ...browser]
      .map(tag => String(tag || "").toLowerCase().split(/[-_]/)[0]);
    return wanted.find(code => course.languages.includes(code)) || course.languages[0];
  }

  function choose(code) {
    language = state.language = code;
    save();
  }

  function takeUp(text) {
    const kept = keeping.decode(course, text);
    if (!kept) {
      tell("damaged");
      return;
    }
    state = kept.state;
    if (kept.migrated) tell("migrated");
  }

  function connect() {
    const found = window.Scorm && window.Scorm.connect({
      version: course.version,
      passMark: exam ? exam.pass_mark : course.part ? 100 : null, // a part of a course gives no score
      onTrouble: kind => tell(kind), onRecovered: () => tell("stored-again"), onClosed: () => tell("closed")
    });
    if (!found || !found.available) {
      tell("no-platform");
      return;
    }
    session = found;
    if (session.state) takeUp(session.state);
    // Said a moment later: a platform that did not even begin is in trouble, not in review.
    if (!session.writable) {
      Promise.resolve().then(() => {
        if (heard.includes("not-stored")) return;
        tell("review");
        // SCORM 1.2 platforms close an attempt that failed: its learner has to begin a new one there.
        if (session.mode !== "review") tell("preview");
        else if (!/passed|completed/.test(session.status)) tell("attempt-closed");
      });
    }
  }

  function open() {
    connect();
    language = firstLanguage();
    save();
  }

  window.Course = {
    open, play,
    steps: () => places.slice(1).map(place => ({ id: place.id, kind: place.kind })),
    state: () => JSON.parse(JSON.stringify(state)),
    notices: () => heard.slice(),
    /* for the page */
    exam, places, find, neighbour, go, readOn, keep, send, begin, drawn, examNow, keptOf, choose,
    lessonDone, lessonsDone, progress,
    here: () => state.place,
    language: () => language,
    hear: given => { listener = given; }
  };
})();
