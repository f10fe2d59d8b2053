/*
 * The data models of SCORM 1.2 and SCORM 2004, written from the Run-Time Environment documents of the two (1.2: section
 * 3.4; 2004: section 4.2): elements, access, data types, limits, errors. As strict as the strictest platform known:
 * 4,096 characters of state in SCORM 1.2, plain identifiers and single lines in answers.
 */
(function () {
  "use strict";

  /* ---- data types: each says whether a text is one ---- */

  const upTo = (length) => (text) => text.length <= length;
  const words = (...known) => (text) => known.includes(text);
  const like = (pattern) => (text) => pattern.test(text);
  const both = (first, second) => (text) => first(text) && second(text);
  const between = (low, high) => (text) => Number(text) >= low && Number(text) <= high;
  const isNumber = like(/^-?\d{1,5}(\.\d{1,18})?$/);
  const optional = (type) => (text) => text === "" || type(text);
  const STATUSES = ["passed", "completed", "failed", "incomplete", "browsed"];

  const OLD = {
    identifier: like(/^[\x21-\x7e]{1,255}$/),
    score: optional(both(isNumber, between(0, 100))),
    span: like(/^\d{2,4}:[0-5]\d:[0-5]\d(\.\d{1,2})?$/),
    time: like(/^([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,2})?$/),
    whole: (low, high) => both(like(/^-?\d{1,5}$/), between(low, high)),
    result: (text) => words("correct", "wrong", "unanticipated", "neutral")(text) || isNumber(text),
    answers: {
      "true-false": like(/^[01tf]/),
      choice: like(/^(\{[0-9a-z](,[0-9a-z])*\}|[0-9a-z](,[0-9a-z])*)$/),
      "fill-in": upTo(255),
      numeric: isNumber,
      likert: like(/^[0-9a-z]?$/),
      matching: like(/^\{?[0-9a-z]\.[0-9a-z](,[0-9a-z]\.[0-9a-z])*\}?$/),
      performance: upTo(255),
      sequencing: like(/^[0-9a-z](,[0-9a-z])*$/),
    },
  };

  const SHORT = "[A-Za-z0-9_.]+"; // Moodle takes no more than these in answers
  const listOf = (one) => like(new RegExp("^(" + one + "(\\[,\\]" + one + ")*)?$"));
  const oneLine = (length) => (text) => text.length <= length && !/[\r\n]/.test(text);
  const NEW = {
    identifier: like(/^\S{1,4000}$/),
    scaled: both(isNumber, between(-1, 1)),
    share: both(isNumber, between(0, 1)),
    span: like(/^P(?=.)(\d+Y)?(\d+M)?(\d+D)?(T(?=.)(\d+H)?(\d+M)?(\d+(\.\d{1,2})?S)?)?$/),
    time: like(/^(19[7-9]\d|20[0-3]\d)(-\d\d(-\d\d(T\d\d(:\d\d(:\d\d(\.\d{1,2}(Z|[+-]\d\d(:\d\d)?)?)?)?)?)?)?)?$/),
    result: (text) => words("correct", "incorrect", "unanticipated", "neutral")(text) || isNumber(text),
    answers: {
      "true-false": words("true", "false"),
      choice: listOf(SHORT),
      "fill-in": oneLine(2500),
      "long-fill-in": oneLine(4000),
      matching: listOf(SHORT + "\\[\\.\\]" + SHORT),
      performance: oneLine(4000),
      sequencing: listOf(SHORT),
      likert: like(new RegExp("^(" + SHORT + ")?$")),
      numeric: like(/^-?\d+(\.\d+)?(\[:\]-?\d+(\.\d+)?)?$/),
      other: oneLine(4000),
    },
  };

  /* ---- the data models: element -> [access, type]; `n` stands for an index ---- */

  const MODELS = {
    "1.2": {
      "cmi.core._children": ["r"],
      "cmi.core.student_id": ["r"],
      "cmi.core.student_name": ["r"],
      "cmi.core.lesson_location": ["rw", upTo(255)],
      "cmi.core.credit": ["r"],
      "cmi.core.lesson_status": ["rw", words(...STATUSES)],
      "cmi.core.entry": ["r"],
      "cmi.core.score._children": ["r"],
      "cmi.core.score.raw": ["rw", OLD.score],
      "cmi.core.score.max": ["rw", OLD.score],
      "cmi.core.score.min": ["rw", OLD.score],
      "cmi.core.total_time": ["r"],
      "cmi.core.lesson_mode": ["r"],
      "cmi.core.exit": ["w", words("time-out", "suspend", "logout", "")],
      "cmi.core.session_time": ["w", OLD.span],
      "cmi.suspend_data": ["rw", upTo(4096)],
      "cmi.launch_data": ["r"],
      "cmi.comments": ["rw", upTo(4096)],
      "cmi.comments_from_lms": ["r"],
      "cmi.objectives._count": ["r"],
      "cmi.objectives.n.id": ["rw", OLD.identifier],
      "cmi.objectives.n.score.raw": ["rw", OLD.score],
      "cmi.objectives.n.score.max": ["rw", OLD.score],
      "cmi.objectives.n.score.min": ["rw", OLD.score],
      "cmi.objectives.n.status": ["rw", words("not attempted", ...STATUSES)],
      "cmi.student_data.mastery_score": ["r"],
      "cmi.student_data.max_time_allowed": ["r"],
      "cmi.student_data.time_limit_action": ["r"],
      "cmi.student_preference.audio": ["rw", OLD.whole(-1, 100)],
      "cmi.student_preference.language": ["rw", upTo(255)],
      "cmi.student_preference.speed": ["rw", OLD.whole(-100, 100)],
      "cmi.student_preference.text": ["rw", OLD.whole(-1, 1)],
      "cmi.interactions._count": ["r"],
      "cmi.interactions.n.id": ["w", OLD.identifier],
      "cmi.interactions.n.objectives.n.id": ["w", OLD.identifier],
      "cmi.interactions.n.time": ["w", OLD.time],
      "cmi.interactions.n.type": ["w", words(...Object.keys(OLD.answers))],
      "cmi.interactions.n.correct_responses.n.pattern": ["w", "answer"],
      "cmi.interactions.n.weighting": ["w", isNumber],
      "cmi.interactions.n.student_response": ["w", "answer"],
      "cmi.interactions.n.result": ["w", OLD.result],
      "cmi.interactions.n.latency": ["w", OLD.span],
    },
    "2004": {
      "cmi._version": ["r"],
      "cmi.completion_status": ["rw", words("completed", "incomplete", "not attempted", "unknown")],
      "cmi.completion_threshold": ["r"],
      "cmi.credit": ["r"],
      "cmi.entry": ["r"],
      "cmi.exit": ["w", words("time-out", "suspend", "logout", "normal", "")],
      "cmi.launch_data": ["r"],
      "cmi.learner_id": ["r"],
      "cmi.learner_name": ["r"],
      "cmi.learner_preference.audio_level": ["rw", isNumber],
      "cmi.learner_preference.language": ["rw", upTo(250)],
      "cmi.learner_preference.delivery_speed": ["rw", isNumber],
      "cmi.learner_preference.audio_captioning": ["rw", words("-1", "0", "1")],
      "cmi.location": ["rw", upTo(1000)],
      "cmi.max_time_allowed": ["r"],
      "cmi.mode": ["r"],
      "cmi.progress_measure": ["rw", NEW.share],
      "cmi.scaled_passing_score": ["r"],
      "cmi.score._children": ["r"],
      "cmi.score.scaled": ["rw", NEW.scaled],
      "cmi.score.raw": ["rw", isNumber],
      "cmi.score.min": ["rw", isNumber],
      "cmi.score.max": ["rw", isNumber],
      "cmi.session_time": ["w", NEW.span],
      "cmi.success_status": ["rw", words("passed", "failed", "unknown")],
      "cmi.suspend_data": ["rw", upTo(64000)],
      "cmi.time_limit_action": ["r"],
      "cmi.total_time": ["r"],
      "cmi.comments_from_learner._count": ["r"],
      "cmi.comments_from_learner.n.comment": ["rw", upTo(4000)],
      "cmi.comments_from_learner.n.location": ["rw", upTo(250)],
      "cmi.comments_from_learner.n.timestamp": ["rw", NEW.time],
      "cmi.objectives._count": ["r"],
      "cmi.objectives.n.id": ["rw", NEW.identifier],
      "cmi.objectives.n.score.scaled": ["rw", NEW.scaled],
      "cmi.objectives.n.score.raw": ["rw", isNumber],
      "cmi.objectives.n.score.min": ["rw", isNumber],
      "cmi.objectives.n.score.max": ["rw", isNumber],
      "cmi.objectives.n.success_status": ["rw", words("passed", "failed", "unknown")],
      "cmi.objectives.n.completion_status": ["rw", words("completed", "incomplete", "not attempted", "unknown")],
      "cmi.objectives.n.progress_measure": ["rw", NEW.share],
      "cmi.objectives.n.description": ["rw", oneLine(250)],
      "cmi.interactions._count": ["r"],
      "cmi.interactions.n.id": ["rw", NEW.identifier],
      "cmi.interactions.n.type": ["rw", words(...Object.keys(NEW.answers))],
      "cmi.interactions.n.objectives.n.id": ["rw", NEW.identifier],
      "cmi.interactions.n.timestamp": ["rw", NEW.time],
      "cmi.interactions.n.correct_responses.n.pattern": ["rw", "answer"],
      "cmi.interactions.n.weighting": ["rw", isNumber],
      "cmi.interactions.n.learner_response": ["rw", "answer"],
      "cmi.interactions.n.result": ["rw", NEW.result],
      "cmi.interactions.n.latency": ["rw", NEW.span],
      "cmi.interactions.n.description": ["rw", oneLine(250)],
      "adl.nav.request": ["rw", words("continue", "previous", "exit", "exitAll", "abandon", "abandonAll",
        "suspendAll", "_none_")],
    },
  };
  const MOST = { "cmi.interactions": 250, "cmi.objectives": 100, "cmi.comments_from_learner": 250 };

  /* The errors of the two editions for the same fault. */
  const CODES = {
    "1.2": {
      closed: "301", argument: "201", unknown: "401", keyword: "402", readOnly: "403", writeOnly: "404",
      type: "405", gap: "201", before: "201", range: "405", store: "101", noChildren: "202", noCount: "203",
    },
    "2004": {
      argument: "201", unknown: "401", keyword: "404", readOnly: "404", writeOnly: "405", type: "406",
      range: "407", gap: "351", before: "408", store: "391", unset: "403", far: "301", noChildren: "301",
      noCount: "301",
    },
  };
  const NAMES = {
    "1.2": ["LMSInitialize", "LMSFinish", "LMSGetValue", "LMSSetValue", "LMSCommit", "LMSGetLastError",
      "LMSGetErrorString", "LMSGetDiagnostic"],
    "2004": ["Initialize", "Terminate", "GetValue", "SetValue", "Commit", "GetLastError", "GetErrorString",
      "GetDiagnostic"],
  };

  globalThis.dataModel = { OLD, NEW, MODELS, MOST, CODES, NAMES, isNumber };
})();
