/* The package's own reader: one screen at a time, menu, notices, language. What it shows, driver.js knows.

   Without JavaScript the page is one long readable document. */
(() => {
  "use strict";
  const EuBelong = window.EuBelong;
  const { course, quizView: view } = EuBelong;
  const { say, texts } = view;
  const Course = window.Course;
  let notice = "";

  const byId = id => document.getElementById(id);
  const heading = screen => screen.querySelector("h2");

  function drawNotice() {
    byId("player-notice").hidden = !notice;
    byId("player-notice-text").textContent = notice ? say(notice) : "";
  }

  function showNotice(kind) {
    notice = kind === "stored-again" ? "" : kind.replaceAll("-", "_");
    if (texts()) drawNotice(); // else its language is on its way
  }

  /* ---- screens ---- */

  function markMenu() {
    view.all(document, "[data-go]").forEach(link => {
      const call = link.dataset.go === Course.here() ? "setAttribute" : "removeAttribute";
      link[call]("aria-current", "page");
    });
    course.lessons.forEach(lesson => {
      view.all(document, '[data-lesson-state="' + lesson.id + '"]').forEach(mark => {
        const done = Course.lessonDone(lesson);
        mark.textContent = done ? say("done") : Course.state().lessons[lesson.id].read.length ? say("begun") : "";
        mark.classList.toggle("is-done", done);
      });
    });
    byId("player-progress").value = Math.round(Course.progress() * 100);
    // One lesson alone is a part of its module: there the bar says enough.
    if (course.lessons.length > 1) {
      byId("player-progress-text").textContent =
        say("progress", { count: Course.lessonsDone(), total: course.lessons.length });
    }
    if (Course.exam) EuBelong.examView.refresh();
  }

  function nextWord(following) {
    if (Course.here() === "start") return Course.progress() > 0 ? "go_on" : "begin";
    if (!following) return "last_page";
    return { quiz: "to_quiz", exam: "to_exam" }[following.kind] || "next";
  }

  /* Show where the driver is. */
  function show(quietly) {
    const place = Course.find(Course.here());
    const screens = view.all(document, ".screen");
    const screen = screens.find(one => one.dataset.place === place.id);
    screens.forEach(other => { other.hidden = other !== screen; });
    document.title = heading(screen).textContent + " · " + texts().title;
    byId("player-where").textContent = screen.dataset.where || "";
    byId("player-back").hidden = !Course.neighbour(-1);
    const following = Course.neighbour(1);
    byId("player-next").hidden = !following && place.kind !== "page";
    byId("player-next").textContent = say(nextWord(following));
    closeMenu();
    markMenu();
    if (quietly) return;
    window.history.replaceState(null, "", "#" + place.id);
    heading(screen).setAttribute("tabindex", "-1");
    heading(screen).focus({ preventScroll: true });
    // In a low window (a frame enlarged four times) the head alone would fill it: begin where the text begins.
    const { offsetTop } = heading(screen);
    window.scrollTo(0, offsetTop > window.innerHeight / 2 ? offsetTop - 8 : 0);
  }

  function go(place) {
    if (Course.go(place)) show();
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

  /* ---- languages: each has its frame, put in place when it is asked for ---- */

  /* Resolves when the texts of a language are there; a file that does not come leaves everything as it is. */
  function fetchTexts(code) {
    if (EuBelong.texts[code]) return Promise.resolve();
    return new Promise((resolve, reject) => {
      const script = document.createElement("script");
      Object.assign(script, { src: course.texts[code], onload: resolve, onerror: reject });
      document.head.appendChild(script);
    });
  }

  function switchTo(code, chosen) {
    return fetchTexts(code).then(() => {
      if (chosen) Course.choose(code);
      document.documentElement.lang = code;
      byId("player").innerHTML = texts().body;
      mount();
      if (chosen) byId("player-language").focus();
    }, () => {
      if (chosen) {
        byId("player-language").value = Course.language();
      } else {
        Course.choose(document.documentElement.lang);
        mount();
      }
    });
  }

  /* Make the frame of the language work; called again for each language. */
  function mount() {
    view.mount(markMenu);
    byId("player-menu-button").addEventListener("click", toggleMenu);
    byId("player-back").addEventListener("click", () => { go(Course.neighbour(-1).id); });
    byId("player-next").addEventListener("click", () => {
      Course.readOn();
      show();
    });
    byId("player-print").addEventListener("click", () => { window.print(); });
    const languages = byId("player-language");
    if (languages) {
      languages.value = Course.language();
      languages.addEventListener("change", () => { switchTo(languages.value, true); });
    }
    byId("player-bar").hidden = false;
    drawNotice();
    show(true);
  }

  function start() {
    const first = document.documentElement.lang;
    document.documentElement.classList.add("has-script");
    EuBelong.texts[first].body = byId("player").innerHTML;
    document.addEventListener("keydown", event => {
      if (event.key === "Escape" && !byId("player-menu").hidden) {
        closeMenu();
        byId("player-menu-button").focus();
      }
    });
    document.addEventListener("click", event => {
      const link = event.target.closest && event.target.closest("a[href^='#']");
      const place = link && link.getAttribute("href").slice(1);
      if (place && Course.find(place)) {
        event.preventDefault();
        go(place);
      }
    });
    Course.open();
    const wanted = Course.language();
    if (wanted === first) mount();
    else switchTo(wanted);
    Course.notices().forEach(showNotice);
    Course.hear(showNotice);
  }

  start();
})();
