/* The package's own reader: menu, pages, resume, and what is told to the LMS and when.

   Without JavaScript the page is one long readable document; this script shows one screen at a time.
   Needs state.js, grader.js, quiz.js, course.js and (inside an LMS) scorm.js before it. */
(() => {
  "use strict";
  const EuBelong = window.EuBelong;
  const course = EuBelong.course;
  const words = course.words;
  let session = null;
  let state = EuBelong.state.empty(course);

  function byId(id) { return document.getElementById(id); }

  function say(text, values) {
    return text.replace(/%(%|\((\w+)\)s)/g, (whole, mark, name) => mark === "%" ? "%" : values && name in values ? String(values[name]) : whole);
  }

  /* ---- what is done ---- */

  function lessonDone(index) {
    const lesson = course.lessons[index];
    return state.read[index].length >= lesson.pages && (!lesson.quiz || state.quizzes[index].submitted);
  }

  function lessonsDone() { return course.lessons.filter((_, index) => lessonDone(index)).length; }

  function allLessonsDone() { return lessonsDone() === course.lessons.length; }

  function examPassed() { return course.exam && state.exam.best >= course.quizzes[course.exam].pass_mark; }

  function progress() {
    let steps = 0;
    let done = 0;
    course.lessons.forEach((lesson, index) => {
      steps += lesson.pages + (lesson.quiz ? 1 : 0);
      done += state.read[index].length + (state.quizzes[index].submitted ? 1 : 0);
    });
    if (course.exam) { steps += 1; done += examPassed() ? 1 : 0; }
    return steps ? done / steps : 0;
  }

  /* ---- what the LMS is told ---- */

  function save() {
    if (!session) return;
    session.save({ state: EuBelong.state.encode(course, state), location: state.place, progress: progress() });
  }

  /* Called after every act that can finish the course; the session never goes back on a status. */
  function report() {
    save();
    if (!session) return;
    if (course.exam) {
      if (state.exam.best >= 0 && !state.exam.open) {
        session.score(state.exam.best);
        if (examPassed() && allLessonsDone()) session.pass(state.exam.best);
        else if (!examPassed()) session.fail(state.exam.best);
      }
    } else if (allLessonsDone()) {
      session.complete();
    }
  }

  /* ---- screens ---- */

  function screens() { return Array.from(document.querySelectorAll(".screen")); }

  function find(place) {
    return screens().find(screen => screen.dataset.place === place) || null;
  }

  function neighbour(place, step) {
    const all = screens();
    let index = all.indexOf(find(place));
    return all[index + step] || null;
  }

  function title(screen) { return screen.querySelector("h1, h2").textContent; }

  function markMenu() {
    document.querySelectorAll("[data-go]").forEach(link => {
      const here = link.dataset.go === state.place;
      if (here) { link.setAttribute("aria-current", "page"); } else { link.removeAttribute("aria-current"); }
    });
    course.lessons.forEach((lesson, index) => {
      document.querySelectorAll('[data-lesson-state="' + lesson.id + '"]').forEach(mark => {
        const begun = state.read[index].length > 0;
        mark.textContent = lessonDone(index) ? words.done : begun ? words.begun : "";
        mark.classList.toggle("is-done", lessonDone(index));
      });
    });
    byId("player-progress").value = Math.round(progress() * 100);
    byId("player-progress-text").textContent = say(words.progress, { count: lessonsDone(), total: course.lessons.length });
    if (course.exam) EuBelong.exam.refresh();
  }

  function show(place, quietly) {
    let screen = find(place) || find("start");
    screens().forEach(other => { other.hidden = other !== screen; });
    state.place = screen.dataset.place;
    document.title = title(screen) + " · " + course.title;
    byId("player-where").textContent = screen.dataset.where || "";
    const back = byId("player-back");
    const next = byId("player-next");
    back.hidden = !neighbour(state.place, -1);
    let following = neighbour(state.place, 1);
    next.hidden = !following;
    next.textContent = state.place === "start" ? (progress() > 0 ? words.go_on : words.begin)
      : following && following.dataset.kind === "quiz" ? words.to_quiz
        : following && following.dataset.kind === "exam" ? words.to_exam : words.next;
    closeMenu();
    markMenu();
    if (!quietly) {
      const heading = screen.querySelector("h1, h2");
      heading.setAttribute("tabindex", "-1");
      heading.focus({ preventScroll: true });
      window.scrollTo(0, 0);
    }
  }

  function go(place, quietly) {
    show(place, quietly);
    save();
    if (window.location.hash.slice(1) !== state.place) {
      window.history.replaceState(null, "", "#" + state.place);
    }
  }

  /* A page counts as read when its reader goes on from it, as on the site. */
  function markRead() {
    let screen = find(state.place);
    if (screen.dataset.kind !== "page") return;
    let index = Number(screen.dataset.lesson);
    let page = Number(screen.dataset.page);
    if (!state.read[index].includes(page)) { state.read[index].push(page); }
  }

  function firstOpenPlace() {
    for (let index = 0; index < course.lessons.length; index += 1) {
      if (!lessonDone(index)) {
        for (let page = 1; page <= course.lessons[index].pages; page += 1) {
          if (!state.read[index].includes(page)) { return course.lessons[index].id + "." + page; }
        }
        return course.lessons[index].id + ".quiz";
      }
    }
    return course.exam ? "exam" : "start";
  }

  function goOn() {
    if (state.place === "start") { go(progress() > 0 ? firstOpenPlace() : screens()[1].dataset.place); return; }
    markRead();
    let following = neighbour(state.place, 1);
    if (following) go(following.dataset.place);
    report();
  }

  /* ---- menu ---- */

  function closeMenu() {
    byId("player-menu").hidden = true;
    byId("player-menu-button").setAttribute("aria-expanded", "false");
  }

  function toggleMenu() {
    const menu = byId("player-menu");
    menu.hidden = !menu.hidden;
    byId("player-menu-button").setAttribute("aria-expanded", String(!menu.hidden));
    if (!menu.hidden) menu.querySelector("a").focus();
  }

  function wire() {
    byId("player-menu-button").addEventListener("click", toggleMenu);
    byId("player-back").addEventListener("click", () => { go(neighbour(state.place, -1).dataset.place); });
    byId("player-next").addEventListener("click", goOn);
    byId("player-print").addEventListener("click", () => { window.print(); });
    document.addEventListener("keydown", event => {
      if (event.key === "Escape" && !byId("player-menu").hidden) {
        closeMenu();
        byId("player-menu-button").focus();
      }
    });
    document.addEventListener("click", event => {
      let link = event.target.closest && event.target.closest("a[href^='#']");
      const place = link && link.getAttribute("href").slice(1);
      if (place && find(place)) { event.preventDefault(); go(place); }
    });
  }

  /* ---- notices ---- */

  function notice(text) {
    const bar = byId("player-notice");
    bar.hidden = !text;
    byId("player-notice-text").textContent = text || "";
  }

  function trouble(kind) { notice(kind === "state-too-long" ? words.too_long : words.not_stored); }

  function connect() {
    if (!window.Scorm) { notice(words.no_lms); return; }
    session = window.Scorm.connect({
      version: course.version, passMark: course.exam ? course.quizzes[course.exam].pass_mark : null,
      onTrouble: trouble, onRecovered: () => { notice(""); }, onClosed: () => { notice(words.closed); }
    });
    if (!session.available) { notice(words.no_lms); return; }
    if (!session.writable) notice(words.review);
    if (session.state) {
      const kept = EuBelong.state.decode(course, session.state);
      if (kept) { state = kept; } else { notice(words.damaged); }
    }
  }

  function start() {
    document.documentElement.classList.add("has-script");
    connect();
    EuBelong.quizForms.start({
      course, words, say, notice,
      getState: () => state,
      changed: save,
      finished: () => { markMenu(); report(); },
      answered: record => { if (session) { session.answer(record); } },
      lessonsOpen: () => course.lessons.length - lessonsDone()
    });
    wire();
    show(find(state.place) ? state.place : "start", true);
    byId("player-bar").hidden = false;
    save();
  }

  start();
})();
