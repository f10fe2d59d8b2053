/*
 * Scorm: what a course says to the learning platform that plays it (SCORM 1.2 and SCORM 2004).
 *
 *   const session = Scorm.connect({ version: "1.2", passMark: 70, onTrouble, onRecovered, onClosed });
 *
 * The promises it keeps, whatever the course calls:
 *   - everything is committed as soon as it is said, and once more when the page is hidden or left;
 *   - a status never goes back, a score never falls, "completed" is stored before "passed";
 *   - nothing is written when the platform shows a finished attempt (review) or a preview (browse);
 *   - what the platform did not store is sent again, and the course is told.
 *
 * A plain script without dependencies. It needs no inline code and evaluates no text.
 */
(function () {
  "use strict";

  const RETRIES = 5; // failed commits before the learner is told
  const RETRY_AFTER = 2000; // milliseconds between them
  const RETRY_LATER = 30000; // ... and after that
  const BURST = 5; // so many commits ...
  const BURST_TIME = 1000; // ... in this time, so that quick clicking does not flood the platform
  const MOST_ANSWERS = 500; // each record costs the platform several rows
  const MOST_WINDOWS = 30; // how far the search for the platform goes
  const COUNTER_LENGTH = 6;

  /* The two editions side by side: names of functions, of elements, limits. */
  const EDITIONS = {
    "1.2": {
      api: "API",
      calls: {
        initialize: "LMSInitialize", finish: "LMSFinish", get: "LMSGetValue",
        set: "LMSSetValue", commit: "LMSCommit", error: "LMSGetLastError",
      },
      elements: {
        mode: "cmi.core.lesson_mode", credit: "cmi.core.credit", entry: "cmi.core.entry", exit: "cmi.core.exit",
        state: "cmi.suspend_data", location: "cmi.core.lesson_location", time: "cmi.core.session_time",
        completion: "cmi.core.lesson_status", success: "cmi.core.lesson_status",
        score: "cmi.core.score", language: "cmi.student_preference.language",
      },
      stateLimit: 4096,
      locationLimit: 255,
    },
    "2004": {
      api: "API_1484_11",
      calls: {
        initialize: "Initialize", finish: "Terminate", get: "GetValue",
        set: "SetValue", commit: "Commit", error: "GetLastError",
      },
      elements: {
        mode: "cmi.mode", credit: "cmi.credit", entry: "cmi.entry", exit: "cmi.exit",
        state: "cmi.suspend_data", location: "cmi.location", time: "cmi.session_time",
        completion: "cmi.completion_status", success: "cmi.success_status",
        score: "cmi.score", language: "cmi.learner_preference.language",
      },
      stateLimit: 64000,
      locationLimit: 1000,
    },
  };

  /* A status may only be replaced by one that stands further down. */
  const RANKS = ["", "unknown", "not attempted", "browsed", "incomplete", "failed", "completed", "passed"];

  /* ---- finding the platform ------------------------------------------------------------------------------------ */

  /* A window of another origin throws when it is asked; the search then goes on with the next one. */
  function ask(win, name) {
    try {
      return win[name] || null;
    } catch (error) {
      return null;
    }
  }

  /* Look in a window and the frames around it. */
  function lookUpwards(start, name, seen) {
    let win = start;
    while (win && !seen.includes(win) && seen.length < MOST_WINDOWS) {
      seen.push(win);
      const api = ask(win, name);
      if (api) return api;
      win = ask(win, "parent");
    }
    return null;
  }

  /* The frames around this page first, then the windows that opened one of them. */
  function findApi(name) {
    const seen = [];
    const found = lookUpwards(window, name, seen);
    if (found) return found;
    for (let i = 0; i < seen.length; i += 1) {
      const opened = lookUpwards(ask(seen[i], "opener"), name, seen);
      if (opened) return opened;
    }
    return null;
  }

  /* The platform's functions; one that is missing or throws (its window may be gone) counts as "false". */
  function wrapApi(api, calls) {
    const call = (name, ...args) => {
      try {
        return String(api[calls[name]](...args));
      } catch (error) {
        return "false";
      }
    };
    return {
      initialize: () => call("initialize", "") === "true",
      finish: () => call("finish", "") === "true",
      commit: () => call("commit", "") === "true",
      set: (element, value) => call("set", element, String(value)) === "true",
      error: () => call("error"),
      get(element) {
        const value = call("get", element);
        return value === "undefined" || value === "null" || (value === "false" && this.error() !== "0") ? "" : value;
      },
    };
  }

  /* ---- writing values as each edition wants them ---------------------------------------------------------------- */

  const digits = (number, length) => String(number).padStart(length, "0");
  const oneLine = (text) => String(text).replace(/\s*[\r\n\u2028\u2029]+\s*/g, " ");
  const decimal = (number) => String(Math.round(number * 10000) / 10000);

  /* Cut to a length in UTF-16 units, as platforms count, without leaving half a character. */
  function cut(text, length) {
    if (text.length <= length) return text;
    const last = text.charCodeAt(length - 1);
    return text.slice(0, last >= 0xd800 && last <= 0xdbff ? length - 1 : length);
  }

  function timespan(version, seconds) {
    const whole = Math.max(0, Math.min(Math.round(seconds), 9999 * 3600));
    const hours = Math.floor(whole / 3600);
    const minutes = Math.floor((whole % 3600) / 60);
    if (version === "2004") return "PT" + hours + "H" + minutes + "M" + (whole % 60) + "S";
    return digits(hours, 4) + ":" + digits(minutes, 2) + ":" + digits(whole % 60, 2);
  }

  /* Local time; a zone or milliseconds would be refused by some platforms. */
  function clock(version, when) {
    const time = [when.getHours(), when.getMinutes(), when.getSeconds()].map((part) => digits(part, 2)).join(":");
    if (version !== "2004") return time;
    return [when.getFullYear(), digits(when.getMonth() + 1, 2), digits(when.getDate(), 2)].join("-") + "T" + time;
  }

  /* Identifiers are printable ASCII without blanks, and end in a letter or digit. */
  function identifier(text) {
    return cut(String(text).replace(/[^A-Za-z0-9_-]+/g, "_"), 250).replace(/[^A-Za-z0-9]+$/, "") || "q";
  }

  /* Choice 0 is "a", 25 is "z", 26 is "0", 35 is "9": one character, as SCORM 1.2 asks. Words stay what they are. */
  function option(value) {
    if (typeof value === "number") return "abcdefghijklmnopqrstuvwxyz0123456789".charAt(value) || "z";
    return String(value).replace(/[^A-Za-z0-9_.]+/g, "_");
  }

  const list = (value) => (Array.isArray(value) ? value : [value]);

  /* SCORM 2004 reads a brace at the beginning of a text as an instruction, and [,] as a border. */
  function freeText(version, value, length) {
    const text = oneLine(value);
    if (version !== "2004") return text;
    return cut(text.replace(/^\{/, "(").replace(/\[([,.:])\]/g, "($1)"), length);
  }

  const FORMATS = {
    "true-false": (version, value) => (version === "2004" ? String(Boolean(value)) : value ? "t" : "f"),
    choice: (version, value) => list(value).map(option).join(version === "2004" ? "[,]" : ","),
    sequencing: (version, value) => list(value).map(option).join(version === "2004" ? "[,]" : ","),
    matching(version, value) {
      const sides = version === "2004" ? "[.]" : ".";
      const left = (side) => (typeof side === "number" ? String(side + 1) : option(side));
      return list(value).map((pair) => left(pair[0]) + sides + option(pair[1])).join(version === "2004" ? "[,]" : ",");
    },
    /* A pattern may be a range [low, high]; SCORM 1.2 can only be told its middle. What is no number stays unsaid. */
    numeric(version, value, isPattern) {
      const low = Number(list(value)[0]);
      const high = Number(list(value)[list(value).length - 1]);
      if (value === "" || !Number.isFinite(low + high)) return "";
      if (version === "2004" && isPattern) return decimal(low) + "[:]" + decimal(high);
      return decimal((low + high) / 2);
    },
    likert: (version, value) => (typeof value === "number" && value >= 0 && value < 10 ? String(value) : option(value)),
    "fill-in": (version, value) => freeText(version, value, 250),
    "long-fill-in": (version, value) => freeText(version, value, 4000),
    other: (version, value) => freeText(version, value, 4000),
  };

  /* Kinds that SCORM 1.2 does not know are handed over as filled-in text. */
  function kindFor(version, type) {
    const known = FORMATS[type] ? type : "other";
    return version === "1.2" && (known === "other" || known === "long-fill-in") ? "fill-in" : known;
  }

  function resultWord(version, result) {
    if (typeof result === "number") return decimal(result);
    const right = result === true || result === "correct";
    const wrong = result === false || result === "wrong" || result === "incorrect";
    if (right) return "correct";
    if (wrong) return version === "2004" ? "incorrect" : "wrong";
    return result === "unanticipated" ? "unanticipated" : "neutral";
  }

  /* One answer as a list of [field, value]; the order matters, platforms refuse a pattern before the type. */
  function answerFields(version, given, when) {
    const modern = version === "2004";
    const kind = kindFor(version, given.type);
    const write = (value, isPattern) => {
      const text = FORMATS[kind](version, value, isPattern);
      return modern ? text : cut(text, 255);
    };
    const say = (value, how) => (value === undefined || value === null ? "" : how(value));
    return [
      ["id", identifier(given.id)],
      ["type", kind],
      [modern ? "timestamp" : "time", clock(version, when)],
      ["correct_responses.0.pattern", say(given.pattern, (value) => write(value, true))],
      ["weighting", say(given.weighting, decimal)],
      [modern ? "learner_response" : "student_response", say(given.response, (value) => write(value, false))],
      ["result", say(given.result, (value) => resultWord(version, value))],
      ["latency", say(given.seconds, (value) => timespan(version, value))],
      ["description", modern ? say(given.description, (value) => freeText(version, value, 250)) : ""],
    ].filter(([, value]) => value !== "");
  }

  /* ---- the session ---------------------------------------------------------------------------------------------- */

  /* Both editions of SCORM 2004 that are written ("2004", "2004-3rd") speak alike. */
  function familyOf(version) {
    return String(version).startsWith("2004") ? "2004" : "1.2";
  }

  function connect(options) {
    const version = familyOf(options.version);
    const edition = EDITIONS[version];
    const at = edition.elements;
    const passMark = typeof options.passMark === "number" ? options.passMark : null;
    /* The course hears of things after the present task, so never before `connect` has returned. */
    const tell = (name, value) => {
      if (typeof options[name] === "function") Promise.resolve().then(() => options[name](value));
    };

    const api = findApi(edition.api);
    const lms = api && wrapApi(api, edition.calls);
    const began = performance.now();

    let ended = false;
    let writable = false;
    const facts = { mode: "normal", entry: "", language: "", state: "", location: "" };
    let completion = "";
    let success = "";
    let best = null; // highest score that the platform knows, in percent
    let progress = 0;

    const waiting = new Map(); // element -> value that the platform has not taken yet
    const answers = []; // answers that it has not taken yet
    let answerCount = 0;
    let journal = true; // false once the platform has refused to keep answers
    let counter = 0;
    let keptState = ""; // what the content last asked to keep
    let hasState = false;
    let afterwards = null; // what may only be said once everything before is stored

    let unsaved = false;
    let queued = false;
    let timer = 0;
    const commits = []; // when the last ones were
    let failures = 0;
    const troubles = new Set();

    /* -- telling the course -- */

    function trouble(kind) {
      if (troubles.has(kind)) return;
      troubles.add(kind);
      tell("onTrouble", kind);
    }

    function recover(kind) {
      if (troubles.delete(kind) && troubles.size === 0) tell("onRecovered");
    }

    /* -- committing -- */

    /* Hand over one value. One that the platform does not know at all (401, 402) is not asked for again. */
    function offer(element, value) {
      if (lms.set(element, value)) return true;
      return ["401", "402"].includes(lms.error());
    }

    function offerAnswers() {
      while (answers.length && journal) {
        const [head, ...rest] = answers.shift();
        const place = "cmi.interactions." + answerCount + ".";
        // A platform without a journal, or a full one, is no reason to trouble the learner.
        if (!lms.set(place + head[0], head[1])) journal = false;
        else {
          answerCount += 1;
          rest.forEach(([field, value]) => lms.set(place + field, value));
        }
      }
    }

    function offerEverything() {
      let taken = true;
      offerAnswers();
      if (hasState) {
        // The counter makes every state a new one: some platforms send only what changed since a commit that they
        // believed in, although the network had swallowed it.
        counter += 1;
        waiting.set(at.state, counter.toString(36) + ";" + keptState);
      }
      waiting.set(at.time, timespan(version, (performance.now() - began) / 1000));
      waiting.forEach((value, element) => {
        if (offer(element, value)) waiting.delete(element);
        else if (element !== at.time) taken = false;
      });
      return taken;
    }

    /* Store now. `leaving` says that there will be no later. */
    function flush(leaving) {
      if (!writable || ended) return false;
      clearTimeout(timer);
      timer = 0;
      unsaved = true;
      if (!leaving && navigator.onLine === false) {
        // Platforms answer "true" here and forget; so wait for the network before saying anything.
        trouble("not-stored");
        return false;
      }
      commits.push(performance.now());
      if (commits.length > BURST) commits.shift();
      const taken = offerEverything();
      const stored = lms.commit() && taken;
      if (!stored) {
        failures += 1;
        if (failures > RETRIES) trouble("not-stored");
        schedule(failures > RETRIES ? RETRY_LATER : RETRY_AFTER);
        return false;
      }
      failures = 0;
      unsaved = false;
      recover("not-stored");
      if (afterwards === null) return true;
      const next = afterwards;
      afterwards = null;
      next();
      return flush(leaving);
    }

    function schedule(wait) {
      clearTimeout(timer);
      timer = setTimeout(() => flush(false), wait);
    }

    /* Store when the present task is over (so that what belongs together is one commit), or a little later in a burst. */
    function request() {
      unsaved = true;
      const now = performance.now();
      let wait = 0;
      if (failures) wait = commits[commits.length - 1] + RETRY_AFTER - now;
      else if (commits.length === BURST) wait = commits[0] + BURST_TIME - now;
      if (wait > 0) {
        schedule(wait);
      } else if (!queued) {
        queued = true;
        Promise.resolve().then(() => {
          queued = false;
          if (unsaved) flush(false);
        });
      }
    }

    /* -- status and score -- */

    const rank = (word) => RANKS.indexOf(word);

    function setCompletion(word) {
      if (rank(word) <= rank(completion)) return;
      completion = word;
      waiting.set(at.completion, word);
      if (version === "1.2") success = word;
    }

    function setSuccess(word) {
      if (rank(word) <= rank(success)) return;
      success = word;
      waiting.set(at.success, word);
      if (version === "1.2") completion = word;
    }

    function setProgress(share) {
      if (version !== "2004" || !(share > progress)) return;
      progress = Math.min(1, share);
      waiting.set("cmi.progress_measure", decimal(progress));
    }

    function setScore(percent) {
      const points = Math.round(Math.max(0, Math.min(100, Number(percent))) * 100) / 100;
      if (Number.isNaN(points) || (best !== null && points <= best)) return;
      best = points;
      if (version === "2004") waiting.set("cmi.score.scaled", decimal(points / 100));
      waiting.set(at.score + ".raw", String(points));
      waiting.set(at.score + ".min", "0");
      waiting.set(at.score + ".max", "100");
    }

    /* -- beginning and end -- */

    function readFacts() {
      const mode = lms.get(at.mode);
      facts.mode = ["review", "browse"].includes(mode) ? mode : "normal"; // a platform that says nothing means normal
      writable = facts.mode === "normal" && lms.get(at.credit) !== "no-credit";
    }

    function readTracks() {
      facts.entry = lms.get(at.entry);
      facts.language = lms.get(at.language);
      facts.location = lms.get(at.location);
      completion = lms.get(at.completion);
      success = version === "1.2" ? completion : lms.get(at.success);
      const stored = lms.get(at.state);
      const found = /^([0-9a-z]{1,5});([^]*)$/.exec(stored);
      counter = found ? parseInt(found[1], 36) : 0;
      facts.state = found ? found[2] : stored;
      keptState = facts.state;
      hasState = stored !== "";
      const raw = lms.get(at.score + ".raw");
      best = raw !== "" && Number.isFinite(Number(raw)) ? Number(raw) : null;
      if (version === "2004") progress = Number(lms.get("cmi.progress_measure")) || 0;
      answerCount = Number(lms.get("cmi.interactions._count")) || 0;
    }

    /* A platform that calls the session begun already (a reload) is believed if it answers. */
    function begin() {
      if (lms.initialize()) return true;
      lms.get(at.completion);
      return ["0", "403"].includes(lms.error());
    }

    function open() {
      if (!begin()) {
        trouble("not-stored");
        ended = true;
        return;
      }
      readFacts();
      // First of all: without it the platform forgets everything when the window is simply closed.
      if (writable) lms.set(at.exit, "suspend");
      readTracks();
      if (writable) {
        if (rank(completion) < rank("incomplete")) setCompletion("incomplete");
        flush(false);
      }
    }

    /* The end may come without warning, so everything was stored before; this is for the last seconds. */
    function close() {
      if (!lms || ended) return false;
      if (writable) {
        flush(true);
        if (afterwards !== null) {
          afterwards();
          afterwards = null;
          flush(true);
        }
      }
      ended = true;
      clearTimeout(timer);
      return lms.finish();
    }

    if (lms) {
      open();
      window.addEventListener("pagehide", close);
      document.addEventListener("visibilitychange", () => {
        if (document.visibilityState === "hidden") flush(false); // a phone may give no further sign
      });
      window.addEventListener("online", () => unsaved && flush(false));
      window.addEventListener("pageshow", (event) => {
        if (event.persisted && ended) tell("onClosed"); // back from the browser's memory: this session is over
      });
    }

    /* -- what the course can do; each says whether it was taken -- */

    const isOpen = () => writable && !ended;

    return {
      get available() { return Boolean(lms); },
      get writable() { return isOpen(); },
      get mode() { return facts.mode; },
      get entry() { return facts.entry; },
      get language() { return facts.language; },
      get state() { return facts.state; },
      get location() { return facts.location; },
      get best() { return best; },
      get status() {
        return ["passed", "failed"].includes(success) ? success : completion || "not attempted";
      },

      /* Keep the place and the state (a string). A state that is too long is refused, never cut. */
      save(what) {
        if (!isOpen()) return false;
        let taken = true;
        if (what.state !== undefined) {
          const state = String(what.state);
          if (state.length > room(version)) {
            trouble("state-too-long");
            taken = false;
          } else {
            recover("state-too-long");
            keptState = state;
            hasState = true;
          }
        }
        if (what.location !== undefined) {
          const location = String(what.location);
          if (location.length > edition.locationLimit) taken = false;
          else waiting.set(at.location, location);
        }
        if (what.progress !== undefined) setProgress(Number(what.progress));
        request();
        return taken;
      },

      /* Add one answer to the platform's journal. */
      answer(given) {
        if (!isOpen() || !journal || answerCount + answers.length >= MOST_ANSWERS) return false;
        answers.push(answerFields(version, given, new Date()));
        request();
        return true;
      },

      /* The best finished attempt so far, in percent. */
      score(percent) {
        if (!isOpen()) return false;
        setScore(percent);
        request();
        return true;
      },

      /* Everything is done. Where nothing is graded the score is 100, or the grade book would show 0. */
      complete() {
        if (!isOpen()) return false;
        if (passMark === null) setScore(100);
        setProgress(1);
        setCompletion("completed");
        flush(false);
        return true;
      },

      /* Done and passed. Completion by "completed" must be seen before the status becomes "passed". */
      pass(percent) {
        if (!isOpen() || (passMark !== null && !(percent >= passMark))) return false;
        setScore(percent);
        setProgress(1);
        setCompletion("completed");
        if (success !== "passed") afterwards = () => setSuccess("passed");
        flush(false);
        return true;
      },

      /* The last attempt is over and below the mark. Ignored once passed. */
      fail(percent) {
        if (!isOpen() || (passMark !== null && percent >= passMark)) return false;
        setScore(percent);
        // In SCORM 2004 it stays incomplete: platforms count "completed" as done, whatever the success says.
        setSuccess("failed");
        flush(false);
        return true;
      },

      /* End the session (a button "Save and close"); afterwards nothing is taken any more. */
      finish() {
        if (!lms || ended) return false;
        if (writable && version === "2004") waiting.set("adl.nav.request", "suspendAll");
        return close();
      },
    };
  }

  /* How many characters of `suspend_data` every platform of a version keeps ... */
  function limit(version) {
    return EDITIONS[familyOf(version)].stateLimit;
  }

  /* ... and how many of them are left for the course's own state. */
  function room(version) {
    return limit(version) - COUNTER_LENGTH;
  }

  window.Scorm = { connect, limit, room };
})();
