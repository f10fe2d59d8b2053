/* What a package remembers of one learner, as a short text that an LMS keeps (4,096 characters in SCORM 1.2).

     2|fingerprint|language|place|lessons|exam|checksum
     lessons  mark pages : sent best : answers / ...     exam  tries : last : best : seed : open : answers
     answers  mark value , ...

   Numbers are written in base 36, pages and several choices as bits. Lessons and questions are named by marks of three
   letters, so they are found again when others were added, taken away or moved; the mark of a question changes with
   its kind and its number of choices. Format 1 counted positions instead; it is still read. */
(() => {
  "use strict";
  const EuBelong = (window.EuBelong = window.EuBelong || {});
  const FORMAT = "2";
  const MARK = 3;
  const LONGEST_TEXT = 60;

  const to36 = number => Math.max(0, Math.floor(number)).toString(36);

  function from36(text) {
    if (!/^[0-9a-z]{1,11}$/.test(text)) throw new Error("number");
    return parseInt(text, 36);
  }

  /* FNV-1a, 32 bits: finds damage, is no secret. */
  function checksum(text) {
    let hash = 0x811c9dc5;
    for (let i = 0; i < text.length; i += 1) {
      hash ^= text.charCodeAt(i);
      hash = Math.imul(hash, 0x01000193) >>> 0;
    }
    return hash.toString(36);
  }

  /* encodeURIComponent, and the letters it leaves alone that we use between parts. */
  function escapeText(text) {
    return encodeURIComponent(text).replace(/[.~'!*()-]/g, letter => "%" + letter.charCodeAt(0).toString(16));
  }

  const writeBits = numbers => to36(numbers.reduce((bits, one) => bits + 2 ** one, 0));

  function readBits(text, count) {
    const bits = from36(text);
    return Array.from({ length: count }, (_, index) => index).filter(index => Math.floor(bits / 2 ** index) % 2 === 1);
  }

  const writeList = list => list.map(one => one === null ? "-" : to36(one)).join(".");

  const readList = text => text.split(".").map(one => one === "-" ? null : from36(one));

  const KINDS = {
    single: [to36, from36],
    scale: [value => value === null ? "n" : to36(value), text => text === "n" ? null : from36(text)],
    multiple: [writeBits, (text, count) => readBits(text, count)],
    matching: [writeList, readList],
    ordering: [writeList, readList],
    number: [text => text, text => text],
    text: [escapeText, decodeURIComponent]
  };

  /* An answer as it is kept: undefined when there is none. */
  function tidy(question, value) {
    if (question.kind === "scale" && value === null) return null;
    const found = EuBelong.grader.readAnswer(question, value);
    if (found === null) return undefined;
    if (question.kind === "text") return Array.from(found.trim()).slice(0, LONGEST_TEXT / 2).join("");
    return question.kind === "multiple" ? found.slice().sort((a, b) => a - b) : found;
  }

  function tidyAll(quiz, answers) {
    const kept = {};
    quiz.questions.forEach(question => {
      const value = Object.hasOwn(answers, question.name) ? tidy(question, answers[question.name]) : undefined;
      if (value !== undefined) kept[question.name] = value;
    });
    return kept;
  }

  function writeAnswers(quiz, answers) {
    return quiz.questions.filter(question => Object.hasOwn(answers, question.name))
      .map(question => question.mark + KINDS[question.kind][0](answers[question.name])).join(",");
  }

  /* What does not fit the question any more is left out. */
  function readAnswers(quiz, text) {
    const answers = {};
    text.split(",").forEach(part => {
      const question = quiz.questions.find(one => one.mark === part.slice(0, MARK));
      if (question) answers[question.name] = KINDS[question.kind][1](part.slice(MARK), question.choices.length);
    });
    return tidyAll(quiz, answers);
  }

  const untouched = () => ({ read: [], sent: false, best: 0, answers: {} });

  function empty(course) {
    return {
      place: "start", language: "",
      lessons: Object.fromEntries(course.lessons.map(lesson => [lesson.id, untouched()])),
      exam: { tries: 0, last: 0, best: -1, seed: 0, open: false, answers: {} }
    };
  }

  /* ---- writing ---- */

  function writeLesson(course, lesson, kept) {
    const pages = lesson.mark + writeBits(kept.read.map(page => page - 1));
    const answers = lesson.quiz ? writeAnswers(course.quizzes[lesson.quiz], kept.answers) : "";
    if (!kept.sent && !answers) return kept.read.length ? pages : "";
    return [pages, (kept.sent ? "1" : "0") + to36(kept.best), answers].join(":");
  }

  function writePlace(course, place) {
    const [name, page] = place.split(".");
    const lesson = course.lessons.find(one => one.id === name);
    return lesson ? lesson.mark + "." + (page === "quiz" ? "q" : page) : name;
  }

  function encode(course, state) {
    const exam = state.exam;
    const text = [
      FORMAT, course.fingerprint, state.language, writePlace(course, state.place),
      course.lessons.map(lesson => writeLesson(course, lesson, state.lessons[lesson.id])).filter(Boolean).join("/"),
      [to36(exam.tries), to36(exam.last), to36(exam.best + 1), to36(exam.seed), exam.open ? "1" : "0",
        course.exam ? writeAnswers(course.quizzes[course.exam], exam.answers) : ""].join(":")
    ].join("|");
    return text + "|" + checksum(text);
  }

  /* ---- reading ---- */

  function readExam(course, text, read) {
    const parts = text.split(":");
    const [tries, last, best, seed] = parts.slice(0, 4).map(from36);
    const quiz = course.quizzes[course.exam];
    return { tries, last, best: best - 1, seed, open: Boolean(quiz) && parts[4] === "1",
      answers: quiz ? read(quiz, parts[5]) : {} };
  }

  const readPages = (lesson, text) => readBits(text, lesson.pages).map(index => index + 1);

  /* The place, or the nearest one that is still there. */
  function readPlace(course, name, page) {
    if (name === "exam") return course.exam ? "exam" : "start";
    const lesson = course.lessons.find(one => one.mark === name || one.id === name);
    if (!lesson) return "start";
    if (page[0] === "q" && lesson.quiz) return lesson.id + ".quiz";
    return lesson.id + "." + (Math.min(Number(page), lesson.pages) || lesson.pages);
  }

  function readSecond(course, parts) {
    const state = empty(course);
    const known = parts[4].split("/").filter(text => {
      const lesson = course.lessons.find(one => one.mark === text.slice(0, MARK));
      if (!lesson) return false;
      const [pages, sent, answers] = text.slice(MARK).split(":");
      const kept = state.lessons[lesson.id];
      kept.read = readPages(lesson, pages);
      if (sent && lesson.quiz) {
        kept.sent = sent[0] === "1";
        kept.best = from36(sent.slice(1));
        kept.answers = readAnswers(course.quizzes[lesson.quiz], answers);
      }
      return true;
    });
    if (parts[4] && !known.length) throw new Error("another course");
    state.language = course.languages.includes(parts[2]) ? parts[2] : "";
    state.place = readPlace(course, ...parts[3].split("."));
    state.exam = readExam(course, parts[5], readAnswers);
    return state;
  }

  /* Format 1: everything by position, "," between answers, lists with ".". */
  function readAnswersByPosition(quiz, text) {
    const answers = {};
    (text ? text.split(",") : []).forEach((part, index) => {
      const question = quiz.questions[index];
      const read = question.kind === "multiple" ? readList
        : question.kind === "number" ? decodeURIComponent : KINDS[question.kind][1];
      if (part) answers[question.name] = read(part);
    });
    return tidyAll(quiz, answers);
  }

  function readFirst(course, parts) {
    const state = empty(course);
    parts[3].split(".").forEach((text, index) => {
      const lesson = course.lessons[index];
      state.lessons[lesson.id].read = readPages(lesson, text);
    });
    parts[4].split("/").forEach((text, index) => {
      const lesson = course.lessons[index];
      if (!text || !lesson.quiz) return;
      const [sent, best, answers] = text.split(":");
      Object.assign(state.lessons[lesson.id], { sent: sent === "1", best: from36(best),
        answers: readAnswersByPosition(course.quizzes[lesson.quiz], answers) });
    });
    const [name, page] = parts[2].split(".");
    if (page && !course.lessons.some(lesson => lesson.id === name)) throw new Error("another course");
    state.place = readPlace(course, name, page);
    state.exam = readExam(course, parts[5], readAnswersByPosition);
    return state;
  }

  /* { state, migrated } with `migrated` where the structure of the course has changed since; null for damage. */
  function decode(course, text) {
    try {
      const cut = text.lastIndexOf("|");
      const parts = text.slice(0, cut).split("|");
      if (cut < 0 || checksum(text.slice(0, cut)) !== text.slice(cut + 1) || parts.length !== 6) return null;
      const read = { 1: readFirst, 2: readSecond }[parts[0]];
      return { state: read(course, parts), migrated: parts[1] !== course.fingerprint };
    } catch (damaged) {
      return null;
    }
  }

  EuBelong.state = { empty, encode, decode, tidyAll, checksum };
})();
