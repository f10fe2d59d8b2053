/*
 * The platform's side for tests. An independent runtime answers the calls; this file stands in between, writes down
 * every call with its result and error, keeps what was committed (and nothing else), and can be told to fail.
 */
"use strict";

const LIBRARIES = { "1.2": ["Scorm12API", "scorm12.js"], "2004": ["Scorm2004API", "scorm2004.js"] };
const CALLS = {
  "1.2": {
    api: "API", error: "LMSGetLastError",
    LMSInitialize: "initialize", LMSFinish: "finish", LMSGetValue: "get", LMSSetValue: "set", LMSCommit: "commit",
    LMSGetLastError: "error", LMSGetErrorString: "text", LMSGetDiagnostic: "diagnostic",
  },
  "2004": {
    api: "API_1484_11", error: "GetLastError",
    Initialize: "initialize", Terminate: "finish", GetValue: "get", SetValue: "set", Commit: "commit",
    GetLastError: "error", GetErrorString: "text", GetDiagnostic: "diagnostic",
  },
};
const WRITE_ONLY = /^cmi\.(core\.)?(exit|session_time)$|^adl\./;

const lms = {
  calls: [],
  kept: {}, // what a database would hold: the values of successful commits
  failing: false,
  inner: null,
  popup: null,
  version: "",
  habits: {}, // slow: milliseconds; answers: "strings", "booleans", "undefined"; cuts: longest state

  /* Start one session; resolves when the course has loaded. */
  async start(options) {
    Object.assign(lms, { calls: [], failing: Boolean(options.failing), version: options.version });
    lms.habits = options.habits || {};
    lms.kept = { ...options.state };
    if (options.api) await lms.offerApi(options);
    lms.note("opened");
    await lms.open(options.how, options.launch);
  },

  async offerApi(options) {
    const [name, file] = LIBRARIES[options.version];
    await new Promise((resolve, reject) => {
      const script = document.createElement("script");
      Object.assign(script, { src: file, onload: resolve, onerror: reject });
      document.head.append(script);
    });
    lms.inner = new window[name]({ autocommit: false, logLevel: 5, mastery_override: true });
    lms.inner.loadFromFlattenedJSON(lms.presets(options));
    lms.record(CALLS[options.version]);
  },

  /* What the platform knows at the start: who, how, and what was kept last time. */
  presets(options) {
    const old = options.version === "1.2";
    const core = old ? "cmi.core." : "cmi.";
    const suspended = lms.kept[core + "exit"] === "suspend";
    const values = {
      [core + (old ? "student_id" : "learner_id")]: "learner-1",
      [core + (old ? "student_name" : "learner_name")]: "Learner, Test",
      [core + "credit"]: options.credit,
      [core + (old ? "lesson_mode" : "mode")]: options.mode,
      [core + "entry"]: suspended ? "resume" : options.state ? "" : "ab-initio",
      ...options.presets,
    };
    // A SCORM 2004 platform hands nothing back unless the last session said "suspend"; the older ones always do.
    if (old || suspended) {
      Object.entries(lms.kept).forEach(([element, value]) => {
        if (!WRITE_ONLY.test(element)) values[element] = value;
      });
    } else {
      lms.kept = {};
    }
    return values;
  },

  /* Put the recording API where courses look for it. */
  record(names) {
    const api = {};
    let pending = {};
    let lastError = null; // an error of ours, told instead of the runtime's
    Object.keys(names).filter((name) => !["api", "error"].includes(name)).forEach((name) => {
      const kind = names[name];
      api[name] = (...given) => {
        if (kind === "error" && lastError) return lastError;
        if (kind !== "error") lastError = null;
        if (kind === "commit" && lms.failing) {
          lastError = "101";
          lms.note(kind, given, "false", "101", true);
          return "false";
        }
        if (kind === "commit") lms.dawdle();
        if (kind === "set") given = lms.shorten(given);
        const result = String(lms.inner[name](...given));
        const error = kind === "error" ? "0" : String(lms.inner[names.error]());
        lms.note(kind, given, result, error);
        if (kind === "set" && result === "true") pending[given[0]] = String(given[1]);
        if ((kind === "commit" || kind === "finish") && result === "true" && !lms.failing) {
          Object.assign(lms.kept, pending);
          pending = {};
          if (kind === "finish") lms.takeFinalStatus();
        }
        return lms.shape(kind, result);
      };
    });
    window[names.api] = api;
  },

  /* A platform that asks a far server while the page waits. */
  dawdle() {
    const until = performance.now() + (lms.habits.slow || 0);
    while (performance.now() < until);
  },

  /* A platform whose database has no room, and does not say so. */
  shorten(given) {
    const longest = lms.habits.cuts || Infinity;
    return given[0] === "cmi.suspend_data" ? [given[0], String(given[1]).slice(0, longest)] : given;
  },

  /* A platform that answers with something else than texts. */
  shape(kind, result) {
    if (["error", "text", "diagnostic"].includes(kind)) return result;
    if (lms.habits.answers === "booleans" && kind !== "get") return result === "true";
    if (lms.habits.answers === "undefined" && kind === "get" && result === "") return undefined;
    return result;
  },

  /* At the end a platform may judge by a mastery score; what it decided is what is kept. */
  takeFinalStatus() {
    const status = "cmi.core.lesson_status";
    if (status in lms.kept) lms.kept[status] = lms.inner.cmi.core.lesson_status;
  },

  note(kind, given = [], result = "", error = "0", injected = false) {
    const args = given.map(String);
    lms.calls.push({ kind, args, result, error, injected, at: performance.now() });
  },

  open(how, launch) {
    if (how === "popup") {
      lms.popup = window.open(launch, "content");
      return Promise.resolve();
    }
    const frame = document.createElement("iframe");
    const between = how === "nested" || how === "foreign";
    const base = how === "foreign" ? "http://localhost:" + location.port + "/" : "";
    const inside = encodeURIComponent(new URL(launch, location));
    if (how === "sandboxed") frame.sandbox = "allow-scripts allow-same-origin allow-forms";
    if (how === "sealed") frame.sandbox = "allow-scripts";
    frame.name = between ? "between" : "content";
    frame.src = between ? base + "frame.html?src=" + inside : launch;
    return new Promise((resolve) => {
      frame.onload = resolve;
      document.body.append(frame);
    });
  },

  /* The learner goes away: the platform takes the frame out of the page. */
  close() {
    if (lms.popup) lms.popup.close();
    document.querySelectorAll("iframe").forEach((frame) => frame.remove());
    lms.note("closed");
  },
};

window.lms = lms;
