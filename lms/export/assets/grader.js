/* Grade answers as lms/rules/grading.py and drawing.py do: whole numbers, the same rules, the same table of cases
   (tests/data/grading_cases.json). Change one and the other must follow; only the site sums up by lesson. */
(root => {
  "use strict";
  const EuBelong = (root.EuBelong = root.EuBelong || {});
  const FULL = 1000;
  const NUMBER = /^[+-]?[0-9]{1,9}(\.[0-9]{1,6})?$/;
  const GRADED = { single: true, multiple: true, matching: true, ordering: true, number: true };

  /* ---- drawing and shuffling: mulberry32, then Fisher and Yates ---- */

  function numbers(seed) {
    let state = seed >>> 0;
    return () => {
      state = (state + 0x6d2b79f5) >>> 0;
      let mixed = Math.imul(state ^ (state >>> 15), state | 1);
      mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
      return (mixed ^ (mixed >>> 14)) >>> 0;
    };
  }

  function shuffled(count, seed) {
    let order = [];
    for (let i = 0; i < count; i += 1) { order.push(i); }
    const next = numbers(seed);
    for (let last = count - 1; last > 0; last -= 1) {
      const other = next() % (last + 1);
      const kept = order[last];
      order[last] = order[other];
      order[other] = kept;
    }
    return order;
  }

  function draw(quiz, seed) {
    let names = quiz.questions.map(question => question.name);
    if (quiz.draw === null || quiz.draw === undefined) return names;
    return shuffled(names.length, seed).slice(0, quiz.draw).map(position => names[position]);
  }

  function seedOfQuestion(seed, position) {
    return (seed + Math.imul(0x9e3779b9, position + 1)) >>> 0;
  }

  /* ---- reading answers ---- */

  function isWhole(value) { return typeof value === "number" && isFinite(value) && Math.floor(value) === value; }

  function isPosition(value, count) { return isWhole(value) && value >= 0 && value < count; }

  function positions(value, count) {
    if (!Array.isArray(value)) return null;
    const distinct = value.every((one, index) => isPosition(one, count) && value.indexOf(one) === index);
    return distinct ? value : null;
  }

  function matches(value, count) {
    if (!Array.isArray(value) || value.length !== count) return null;
    if (!value.every(one => one === null || isPosition(one, count))) return null;
    return value.every(one => one === null) ? null : value;
  }

  /* A decimal text as [sign and digits as integer, number of decimals]: floating point would round. */
  function decimal(text) {
    if (typeof text !== "string" || text.length > 40) return null;
    const plain = text.replace(/[ \t\u00a0\u2009\u202f]/g, "").replace(/,/g, ".").replace(/\u2212/g, "-");
    return NUMBER.test(plain) ? plain : null;
  }

  function scaled(text) {
    const parts = text.replace(/^[+-]/, "").split(".");
    const digits = Number(parts[0] + ((parts[1] || "") + "000000").slice(0, 6));
    return text.charAt(0) === "-" ? -digits : digits;
  }

  function isNear(question, given) {
    if (!question.number) return false;
    return Math.abs(scaled(given) - scaled(question.number[0])) <= scaled(question.number[1]);
  }

  function readAnswer(question, value) {
    const count = (question.choices || []).length;
    let found;
    switch (question.kind) {
      case "single": return isPosition(value, count) ? value : null;
      case "multiple":
        found = positions(value, count);
        return found && found.length ? found : null;
      case "matching": return matches(value, count);
      case "ordering":
        found = positions(value, count);
        return found && found.length === count ? found : null;
      case "number": return decimal(value);
      case "text": return typeof value === "string" && value.trim() ? value.slice(0, 4000) : null;
      case "scale":
        return question.scale && isWhole(value) && value >= question.scale.low && value <= question.scale.high
          ? value : null;
      default: return null;
    }
  }

  /* ---- grading ---- */

  function rightPositions(question) {
    const all = (question.choices || []).map((_, position) => position);
    if (question.kind === "matching" || question.kind === "ordering") return all;
    return all.filter(position => question.choices[position].right);
  }

  function without(from, others) {
    return from.filter(one => !others.includes(one)).sort((a, b) => a - b);
  }

  function gradeQuestion(question, value, kind) {
    const given = readAnswer(question, value);
    let result = { name: question.name, points: 0, answered: given !== null, missed: [], wrong: [] };
    if (given === null) {
      result.missed = rightPositions(question);
    } else if (question.kind === "number") {
      result.points = isNear(question, given) ? FULL : 0;
    } else if (question.kind === "single" || question.kind === "multiple") {
      const chosen = question.kind === "single" ? [given] : given;
      const right = rightPositions(question);
      result.missed = without(right, chosen);
      result.wrong = without(chosen, right);
      result.points = result.missed.length + result.wrong.length === 0 ? FULL : 0;
    } else {
      given.forEach((position, place) => { if (position !== place) { result.missed.push(place); } });
      const shares = Math.floor(FULL * (given.length - result.missed.length) / given.length);
      result.points = result.missed.length && kind === "exam" ? 0 : shares;
    }
    return result;
  }

  function percentOf(points) {
    if (!points.length) return 100;
    return Math.floor(points.reduce((sum, one) => sum + one, 0) / (10 * points.length));
  }

  function grade(quiz, answers, drawn) {
    let names = drawn || quiz.questions.map(question => question.name);
    const asked = [];
    names.forEach(name => {
      quiz.questions.forEach(question => {
        if (question.name === name && GRADED[question.kind]) asked.push(question);
      });
    });
    const results = asked.map(question => {
      const has = Object.hasOwn(answers, question.name);
      return gradeQuestion(question, has ? answers[question.name] : null, quiz.kind);
    });
    const percent = percentOf(results.map(result => result.points));
    const mark = quiz.pass_mark;
    return {
      percent, passed: mark === null || mark === undefined || percent >= mark,
      results
    };
  }

  EuBelong.grader = {
    grade, gradeQuestion, readAnswer, rightPositions, draw, shuffled, seedOfQuestion
  };
})(typeof window === "undefined" ? globalThis : window);
