/* What a package remembers of one learner, as a short text that an LMS keeps (4,096 characters in SCORM 1.2).

   Parts are joined by "|":  version | fingerprint | place | pages read | lesson quizzes | exam | checksum
   Numbers are written in base 36. Answers are stored by position in the file, never as text, so the size does not
   depend on the language. Anything that does not fit exactly is refused as a whole: decode() gives null. */
(() => {
  "use strict";
  const EuBelong = (window.EuBelong = window.EuBelong || {});
  const VERSION = "1";

  function to36(number) { return Math.max(0, Math.floor(number)).toString(36); }

  function from36(text) {
    if (!/^[0-9a-z]{1,9}$/.test(text)) { throw new Error("number"); }
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

  /* encodeURIComponent, and the four letters it leaves alone that we use between parts. */
  function escapeText(text) {
    return encodeURIComponent(text).replace(/[.~'!*()-]/g, letter => "%" + letter.charCodeAt(0).toString(16));
  }

  const writers = {
    single: to36,
    scale: value => value === null ? "n" : to36(value),
    multiple: value => value.map(to36).join("."),
    matching: value => {
      return value.map(one => one === null ? "-" : to36(one)).join(".");
    },
    ordering: value => value.map(to36).join("."),
    number: value => escapeText(String(value).slice(0, 12)),
    text: value => escapeText(String(value).slice(0, 60))
  };

  function list(text) { return text.split(".").map(from36); }

  const readers = {
    single: from36,
    scale: text => text === "n" ? null : from36(text),
    multiple: list,
    matching: text => {
      return text.split(".").map(one => one === "-" ? null : from36(one));
    },
    ordering: list,
    number: decodeURIComponent,
    text: decodeURIComponent
  };

  function isEmpty(value) {
    return value === undefined || value === "" || (Array.isArray(value) && value.length === 0);
  }

  function writeAnswers(quiz, answers) {
    const written = quiz.questions.map(question => {
      let value = answers[question.name];
      if (isEmpty(value) || (value === null && question.kind !== "scale")) return "";
      return writers[question.kind](value);
    });
    return written.join(",").replace(/,+$/, "");
  }

  function readAnswers(quiz, text) {
    const answers = {};
    let parts = text === "" ? [] : text.split(",");
    if (parts.length > quiz.questions.length) throw new Error("answers");
    parts.forEach((part, index) => {
      let question = quiz.questions[index];
      if (part !== "") answers[question.name] = readers[question.kind](part);
    });
    return answers;
  }

  function writePages(read) {
    // Highest page last, so that a bit stands at the same place however long the lesson grows.
    return read.map(pages => {
      let bits = 0;
      pages.forEach(page => { bits += 2 ** (page - 1); });
      return to36(bits);
    }).join(".");
  }

  function readPages(course, text) {
    let parts = text === "" ? [] : text.split(".");
    if (parts.length !== course.lessons.length) throw new Error("lessons");
    return parts.map((part, index) => {
      let bits = from36(part);
      let pages = [];
      for (let page = 1; page <= course.lessons[index].pages; page += 1) {
        if (Math.floor(bits / 2 ** (page - 1)) % 2 === 1) pages.push(page);
      }
      return pages;
    });
  }

  function empty(course) {
    return {
      place: "start",
      read: course.lessons.map(() => []),
      quizzes: course.lessons.map(() => { return { submitted: false, best: 0, answers: {} }; }),
      exam: { tries: 0, last: 0, best: -1, seed: 0, open: false, answers: {} }
    };
  }

  function encode(course, state) {
    const quizzes = course.lessons.map((lesson, index) => {
      const kept = state.quizzes[index];
      if (!lesson.quiz) return "";
      return [kept.submitted ? "1" : "0", to36(kept.best),
        writeAnswers(course.quizzes[lesson.quiz], kept.answers)].join(":");
    }).join("/");
    let exam = state.exam;
    let text = [
      VERSION, course.fingerprint, state.place, writePages(state.read), quizzes,
      [to36(exam.tries), to36(exam.last), to36(exam.best + 1), to36(exam.seed), exam.open ? "1" : "0",
        course.exam ? writeAnswers(course.quizzes[course.exam], exam.answers) : ""].join(":")
    ].join("|");
    return text + "|" + checksum(text);
  }

  function decodeStrictly(course, text) {
    const cut = text.lastIndexOf("|");
    let parts = text.slice(0, cut).split("|");
    if (cut < 0 || checksum(text.slice(0, cut)) !== text.slice(cut + 1)) throw new Error("checksum");
    if (parts.length !== 6 || parts[0] !== VERSION) throw new Error("version");
    if (parts[1] !== course.fingerprint) throw new Error("fingerprint");
    const state = empty(course);
    state.place = parts[2];
    state.read = readPages(course, parts[3]);
    parts[4].split("/").forEach((part, index) => {
      if (part === "") return;
      const fields = part.split(":");
      state.quizzes[index] = {
        submitted: fields[0] === "1",
        best: from36(fields[1]),
        answers: readAnswers(course.quizzes[course.lessons[index].quiz], fields[2])
      };
    });
    let exam = parts[5].split(":");
    state.exam = {
      tries: from36(exam[0]), last: from36(exam[1]), best: from36(exam[2]) - 1, seed: from36(exam[3]),
      open: exam[4] === "1", answers: course.exam ? readAnswers(course.quizzes[course.exam], exam[5]) : {}
    };
    return state;
  }

  /* The state in the text, or null when the text is damaged or belongs to another structure of the course. */
  function decode(course, text) {
    try {
      return decodeStrictly(course, text);
    } catch (damaged) {
      return null;
    }
  }

  EuBelong.state = { empty, encode, decode };
})();
