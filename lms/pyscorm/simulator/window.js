/*
 * A window without a page: as much of a browser as scripts need that draw nothing. Everything in it is
 * determined: the clock moves only when it is told to, chance has a seed, there is one time zone.
 */
(function () {
  "use strict";

  const START = Date.UTC(2026, 0, 5, 9, 0, 0);
  const listeners = { window: {}, document: {} };
  const timers = new Map();
  let timerCount = 0;
  let elapsed = 0;
  let chance = 1;
  let since = START;

  const sim = { errors: [], requests: [] };

  function guarded(task, event) {
    try {
      task(event);
    } catch (error) {
      sim.errors.push(String(error));
    }
  }

  /* ---- events ---- */

  function target(name) {
    const heard = listeners[name];
    return {
      addEventListener(type, listener) {
        (heard[type] = heard[type] || []).push(listener);
      },
      removeEventListener(type, listener) {
        heard[type] = (heard[type] || []).filter((one) => one !== listener);
      },
    };
  }

  sim.fire = function (name, type, facts) {
    const event = Object.assign({ type, preventDefault() {} }, facts);
    (listeners[name][type] || []).slice().forEach((listener) => guarded(listener, event));
  };

  /* ---- time and chance ---- */

  sim.begin = function (days, seed) {
    since = START + days * 86400000;
    chance = seed;
  };

  /* Run the next timer that is due before a moment; false when there is none left. */
  sim.tick = function (until) {
    let due = null;
    timers.forEach((timer, id) => {
      if (timer.at <= until && (due === null || timer.at < timers.get(due).at)) due = id;
    });
    if (due === null) {
      elapsed = Math.max(elapsed, until);
      return false;
    }
    const timer = timers.get(due);
    elapsed = Math.max(elapsed, timer.at);
    if (timer.every === null) timers.delete(due);
    else timer.at += Math.max(1, timer.every);
    guarded(timer.task);
    return true;
  };
  sim.elapsed = () => elapsed;

  function addTimer(task, wait, every) {
    timerCount += 1;
    timers.set(timerCount, { task, at: elapsed + Math.max(0, Number(wait) || 0), every });
    return timerCount;
  }

  const Native = Date;
  class Clock extends Native {
    constructor(...given) {
      if (given.length === 0) super(since + elapsed);
      else if (given.length === 1) super(given[0]);
      else super(Native.UTC(...given));
    }
    static now() {
      return since + elapsed;
    }
    getTimezoneOffset() {
      return 0;
    }
    toLocaleString() {
      return this.toISOString();
    }
  }
  ["FullYear", "Month", "Date", "Day", "Hours", "Minutes", "Seconds", "Milliseconds"].forEach((part) => {
    Clock.prototype["get" + part] = Native.prototype["getUTC" + part];
    if (part !== "Day") Clock.prototype["set" + part] = Native.prototype["setUTC" + part];
  });
  ["toString", "toLocaleDateString", "toLocaleTimeString"].forEach((name) => {
    Clock.prototype[name] = Clock.prototype.toLocaleString;
  });

  Math.random = function () {
    chance = (Math.imul(chance, 1664525) + 1013904223) >>> 0;
    return chance / 4294967296;
  };

  /* ---- what scripts find ---- */

  class Query {
    constructor(text) {
      this.pairs = String(text).replace(/^\?/, "").split("&").filter(Boolean).map((pair) => {
        const [name, ...rest] = pair.replace(/\+/g, " ").split("=");
        return [decodeURIComponent(name), decodeURIComponent(rest.join("="))];
      });
    }
    get(name) {
      const found = this.pairs.find((pair) => pair[0] === name);
      return found ? found[1] : null;
    }
    getAll(name) {
      return this.pairs.filter((pair) => pair[0] === name).map((pair) => pair[1]);
    }
    has(name) {
      return this.get(name) !== null;
    }
  }

  function request(address) {
    sim.requests.push(String(address && address.url ? address.url : address));
  }

  const frame = {}; // the window around this one, where the platform lives
  frame.parent = frame;
  sim.frame = frame;

  Object.assign(globalThis, target("window"), {
    sim,
    self: globalThis,
    window: globalThis,
    parent: frame,
    top: frame,
    opener: null,
    Date: Clock,
    URLSearchParams: Query,
    performance: { now: () => elapsed },
    navigator: {
      onLine: true,
      language: "en",
      languages: ["en"],
      sendBeacon(address) {
        request(address);
        return true;
      },
    },
    location: { search: "", hash: "", href: "simulated:index.html", pathname: "/index.html", reload() {} },
    history: { replaceState() {}, pushState() {} },
    console: { log() {}, info() {}, warn() {}, debug() {}, error() {} },
    setTimeout: (task, wait) => addTimer(task, wait, null),
    setInterval: (task, wait) => addTimer(task, wait, Number(wait) || 0),
    clearTimeout: (id) => timers.delete(id),
    clearInterval: (id) => timers.delete(id),
    queueMicrotask: (task) => Promise.resolve().then(() => guarded(task)),
    fetch(address) {
      request(address);
      return Promise.reject(new TypeError("There is no network."));
    },
    document: Object.assign(target("document"), {
      readyState: "complete",
      visibilityState: "visible",
      hidden: false,
      title: "",
      documentElement: { lang: "en" },
      getElementById: () => null,
      querySelector: () => null,
      querySelectorAll: () => [],
    }),
  });
})();
