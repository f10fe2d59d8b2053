/* Grade answers as lms/rules/grading.py and drawing.py do: whole numbers, the same rules, the same table of cases
   (tests/data/grading_cases.json). Change one and the other must follow. */
(function (root) {
  "use strict";
  var EuBelong = (root.EuBelong = root.EuBelong || {});
  var FULL = 1000;
  var NUMBER = /^[+-]?[0-9]{1,9}(\.[0-9]{1,6})?$/;
  var GRADED = { single: true, multiple: true, matching: true, ordering: true, number: true };

  /* ---- drawing and shuffling: mulberry32, then Fisher and Yates ---- */

  function numbers(seed) {
    var state = seed >>> 0;
    return function () {
      state = (state + 0x6d2b79f5) >>> 0;
      var mixed = Math.imul(state ^ (state >>> 15), state | 1);
      mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
      return (mixed ^ (mixed >>> 14)) >>> 0;
    };
  }

  function shuffled(count, seed) {
    var order = [];
    for (var i = 0; i < count; i += 1) { order.push(i); }
    var next = numbers(seed);
    for (var last = count - 1; last > 0; last -= 1) {
      var other = next() % (last + 1);
      var kept = order[last];
      order[last] = order[other];
      order[other] = kept;
    }
    return order;
  }

  function draw(quiz, seed) {
    var names = quiz.questions.map(function (question) { return question.name; });
    if (quiz.draw === null || quiz.draw === undefined) { return names; }
    return shuffled(names.length, seed).slice(0, quiz.draw).map(function (position) { return names[position]; });
  }

  function seedOfQuestion(seed, position) {
    return (seed + Math.imul(0x9e3779b9, position + 1)) >>> 0;
  }

  /* ---- reading answers ---- */

  function isWhole(value) { return typeof value === "number" && isFinite(value) && Math.floor(value) === value; }

  function isPosition(value, count) { return isWhole(value) && value >= 0 && value < count; }

  function positions(value, count) {
    if (!Array.isArray(value)) { return null; }
    var distinct = value.every(function (one, index) {
      return isPosition(one, count) && value.indexOf(one) === index;
    });
    return distinct ? value : null;
  }

  function matches(value, count) {
    if (!Array.isArray(value) || value.length !== count) { return null; }
    if (!value.every(function (one) { return one === null || isPosition(one, count); })) { return null; }
    return value.every(function (one) { return one === null; }) ? null : value;
  }

  /* A decimal text as [sign and digits as integer, number of decimals]: floating point would round. */
  function decimal(text) {
    if (typeof text !== "string" || text.length > 40) { return null; }
    var plain = text.replace(/[ \t\u00a0\u2009\u202f]/g, "").replace(/,/g, ".").replace(/\u2212/g, "-");
    return NUMBER.test(plain) ? plain : null;
  }

  function scaled(text) {
    var parts = text.replace(/^[+-]/, "").split(".");
    var digits = Number(parts[0] + ((parts[1] || "") + "000000").slice(0, 6));
    return text.charAt(0) === "-" ? -digits : digits;
  }

  function isNear(question, given) {
    if (!question.number) { return false; }
    return Math.abs(scaled(given) - scaled(question.number[0])) <= scaled(question.number[1]);
  }

  function readAnswer(question, value) {
    var count = (question.choices || []).length;
    var found;
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
    var all = (question.choices || []).map(function (_, position) { return position; });
    if (question.kind === "matching" || question.kind === "ordering") { return all; }
    return all.filter(function (position) { return question.choices[position].right; });
  }

  function without(from, others) {
    return from.filter(function (one) { return others.indexOf(one) < 0; }).sort(function (a, b) { return a - b; });
  }

  function gradeQuestion(question, value, kind) {
    var given = readAnswer(question, value);
    var result = { name: question.name, points: 0, answered: given !== null, missed: [], wrong: [] };
    if (given === null) {
      result.missed = rightPositions(question);
    } else if (question.kind === "number") {
      result.points = isNear(question, given) ? FULL : 0;
    } else if (question.kind === "single" || question.kind === "multiple") {
      var chosen = question.kind === "single" ? [given] : given;
      var right = rightPositions(question);
      result.missed = without(right, chosen);
      result.wrong = without(chosen, right);
      result.points = result.missed.length + result.wrong.length === 0 ? FULL : 0;
    } else {
      given.forEach(function (position, place) { if (position !== place) { result.missed.push(place); } });
      var shares = Math.floor(FULL * (given.length - result.missed.length) / given.length);
      result.points = result.missed.length && kind === "exam" ? 0 : shares;
    }
    return result;
  }

  function percentOf(points) {
    if (!points.length) { return 100; }
    return Math.floor(points.reduce(function (sum, one) { return sum + one; }, 0) / (10 * points.length));
  }

  function topicsOf(asked, results) {
    var order = [];
    var points = {};
    asked.forEach(function (question, index) {
      if (!question.lesson) { return; }
      if (!points[question.lesson]) { points[question.lesson] = []; order.push(question.lesson); }
      points[question.lesson].push(results[index].points);
    });
    return order.map(function (lesson) { return [lesson, percentOf(points[lesson])]; });
  }

  function grade(quiz, answers, drawn) {
    var names = drawn || quiz.questions.map(function (question) { return question.name; });
    var asked = [];
    names.forEach(function (name) {
      quiz.questions.forEach(function (question) {
        if (question.name === name && GRADED[question.kind]) { asked.push(question); }
      });
    });
    var results = asked.map(function (question) {
      var has = Object.prototype.hasOwnProperty.call(answers, question.name);
      return gradeQuestion(question, has ? answers[question.name] : null, quiz.kind);
    });
    var percent = percentOf(results.map(function (result) { return result.points; }));
    var mark = quiz.pass_mark;
    return {
      percent: percent, passed: mark === null || mark === undefined || percent >= mark,
      results: results, topics: topicsOf(asked, results)
    };
  }

  EuBelong.grader = {
    grade: grade, gradeQuestion: gradeQuestion, draw: draw, shuffled: shuffled, seedOfQuestion: seedOfQuestion
  };
}(typeof window === "undefined" ? globalThis : window));
