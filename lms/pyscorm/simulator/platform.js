/*
 * The platform's side of SCORM 1.2 and SCORM 2004 (Run-Time Environment 1.2, section 3.3; 2004, section 3): states of
 * the session, order of indexes, what is kept between sessions, who judges at the end. Needs data_model.js before it.
 */
(function () {
  "use strict";

  const { OLD, NEW, MODELS, MOST, CODES, NAMES, isNumber } = globalThis.dataModel;

  /* ---- one session ---- */

  function offer(options) {
    const modern = options.version === "2004";
    const model = MODELS[options.version];
    const codes = CODES[options.version];
    const core = modern ? "cmi." : "cmi.core.";
    const calls = [];
    const platform = { calls, kept: Object.assign({}, options.kept), failing: Boolean(options.failing) };
    const values = {};
    let pending = {};
    let phase = "new";
    let last = "0";

    function prepare() {
      const suspended = platform.kept[core + "exit"] === "suspend";
      const isFirst = Object.keys(platform.kept).length === 0;
      // A platform of SCORM 2004 hands nothing back unless the last session said "suspend"; an older one always does.
      if (modern && !suspended) platform.kept = {};
      Object.keys(platform.kept).forEach((element) => {
        if (!/^cmi\.(core\.)?(exit|session_time)$|^adl\./.test(element)) values[element] = platform.kept[element];
      });
      values[core + "entry"] = suspended ? "resume" : isFirst || modern ? "ab-initio" : "";
      values[core + (modern ? "learner_id" : "student_id")] = "learner";
      values[core + (modern ? "learner_name" : "student_name")] = "Learner";
      values[core + "credit"] = options.credit;
      values[core + (modern ? "mode" : "lesson_mode")] = options.mode;
      values[core + "total_time"] = modern ? "PT0H0M0S" : "0000:00:00.00";
      values[modern ? "cmi.learner_preference.language" : "cmi.student_preference.language"] = options.language;
      const status = modern ? "cmi.completion_status" : "cmi.core.lesson_status";
      if (!(status in values)) values[status] = modern ? "unknown" : "not attempted";
      if (modern) values["cmi._version"] = "1.0";
      if (modern && !("cmi.success_status" in values)) values["cmi.success_status"] = "unknown";
      if (options.mark !== null) {
        if (modern) values["cmi.scaled_passing_score"] = String(options.mark / 100);
        else values["cmi.student_data.mastery_score"] = String(options.mark);
      }
    }

    function count(path) {
      const start = path + ".";
      const found = new Set();
      Object.keys(values).forEach((element) => {
        if (element.startsWith(start)) found.add(element.slice(start.length).split(".")[0]);
      });
      return found.size;
    }

    const nameOf = (element) => element.replace(/\.\d+(?=\.)/g, ".n");

    /* Every index must exist already, or be the next one. */
    function indexFault(element) {
      const parts = element.split(".");
      for (let i = 1; i < parts.length; i += 1) {
        if (!/^\d+$/.test(parts[i])) continue;
        const path = parts.slice(0, i).join(".");
        const size = count(path);
        if (Number(parts[i]) > size) return codes.gap;
        const isNew = Number(parts[i]) === size;
        if (isNew && size >= (MOST[path] || 4000) && modern) return codes.gap;
        // The identifier opens a record; what depends on it comes later.
        if (isNew && modern && i === 2 && path !== "cmi.comments_from_learner" && parts[3] !== "id") {
          return codes.before;
        }
      }
      return "0";
    }

    function answerFault(element, value) {
      const record = element.split(".").slice(0, 3).join(".");
      const type = values[record + ".type"];
      if (type === undefined) return modern ? codes.before : codes.type;
      return (modern ? NEW : OLD).answers[type](value) ? "0" : codes.type;
    }

    function setFault(element, value) {
      const known = model[nameOf(element)];
      if (/\._(children|count|version)$/.test(element) && known) return codes.keyword;
      if (!known) return codes.unknown;
      if (known[0] === "r") return codes.readOnly;
      const gap = indexFault(element);
      if (gap !== "0") return gap;
      if (known[1] === "answer") return answerFault(element, value);
      if (known[1](value)) return "0";
      return modern && /score|measure/.test(element) && isNumber(value) ? codes.range : codes.type;
    }

    function getFault(element) {
      const known = model[nameOf(element)];
      if (!known) return /\._children$/.test(element) ? codes.noChildren
        : /\._count$/.test(element) ? codes.noCount : codes.unknown;
      if (known[0] === "w") return codes.writeOnly;
      if (/\._(children|count)$/.test(element) || element in values || !modern) return "0";
      return indexFault(element) === codes.gap ? codes.far : codes.unset;
    }

    function read(element) {
      if (/\._count$/.test(element)) return String(count(element.replace(/\._count$/, "")));
      if (/\._children$/.test(element)) return "raw,min,max";
      return element in values ? values[element] : "";
    }

    function keep() {
      if (platform.failing) return false;
      Object.assign(platform.kept, pending);
      pending = {};
      return true;
    }

    /* What the platform itself decides when the session ends. */
    function judge() {
      if (platform.failing || options.mode !== "normal" || options.credit !== "credit") return;
      const kept = platform.kept;
      if (modern) {
        const scaled = kept["cmi.score.scaled"];
        if (options.mark === null || scaled === undefined) return;
        kept["cmi.success_status"] = Number(scaled) * 100 >= options.mark - 0.00001 ? "passed" : "failed";
        return;
      }
      const status = "cmi.core.lesson_status";
      const raw = kept["cmi.core.score.raw"];
      if (options.mark !== null && raw) kept[status] = Number(raw) >= options.mark ? "passed" : "failed";
      else if (!(status in kept)) kept[status] = "completed";
    }

    function fault(kind) {
      if (phase === "open") return "0";
      if (!modern) return codes.closed;
      const place = { get: 2, set: 3, commit: 4 }[kind];
      return "1" + place + (phase === "new" ? "2" : "3");
    }

    const acts = {
      initialize(given) {
        if (given !== "") return codes.argument;
        if (phase === "open") return modern ? "103" : "101";
        if (phase === "over") return modern ? "104" : "101";
        if (options.refuses) return modern ? "102" : "101";
        phase = "open";
        return "0";
      },
      finish(given) {
        if (given !== "") return codes.argument;
        if (phase !== "open") return modern ? (phase === "new" ? "112" : "113") : codes.closed;
        phase = "over";
        if (keep()) judge();
        return "0";
      },
      commit(given) {
        if (given !== "") return codes.argument;
        const late = fault("commit");
        if (late !== "0") return late;
        return keep() ? "0" : codes.store;
      },
      set(element, value) {
        const late = fault("set");
        const found = late === "0" ? setFault(element, value) : late;
        if (found === "0") {
          values[element] = value;
          pending[element] = value;
        }
        return found;
      },
    };

    function get(element) {
      const late = fault("get");
      last = late === "0" ? getFault(element) : late;
      const value = last === "0" ? read(element) : "";
      calls.push(["get", element, "", value, last]);
      return value;
    }

    function act(kind, element, value) {
      last = acts[kind](element, value);
      const result = last === "0" ? "true" : "false";
      calls.push([kind, element, value, result, last]);
      return result;
    }

    const [initialize, finish, getValue, setValue, commit, lastError, errorString, diagnostic] = NAMES[options.version];
    platform.api = {
      [initialize]: (given) => act("initialize", String(given), ""),
      [finish]: (given) => act("finish", String(given), ""),
      [commit]: (given) => act("commit", String(given), ""),
      [setValue]: (element, value) => act("set", String(element), String(value)),
      [getValue]: (element) => get(String(element)),
      [lastError]: () => last,
      [errorString]: (code) => (code === "0" ? "No error" : "Error " + code),
      [diagnostic]: (code) => (code === "" ? "Error " + last : "Error " + code),
    };
    prepare();
    return platform;
  }

  globalThis.offerPlatform = offer;
})();
