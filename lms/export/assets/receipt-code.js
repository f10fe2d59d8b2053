/* Where receipts are not sent but typed: shows the line once there is a result. */
(() => {
  "use strict";
  const { receipt, receipts: facts } = window.EuBelong;
  const make = (tag, what) => Object.assign(document.createElement(tag), what);
  const section = make("section", { id: "player-receipt", className: "player-notice", hidden: true });
  let shown = "";

  function show() {
    const { lang } = document.documentElement;
    const said = facts.words[lang];
    const state = receipt.state();
    if (state < 2 || shown === lang + state) return;
    shown = lang + state;
    receipt.write(state).then(line => {
      section.hidden = false;
      section.replaceChildren(...[["h2", said[0]], ["p", said[1]], ["code", line]].map(([tag, text]) =>
        make(tag, { textContent: text })));
    });
  }

  document.body.append(section);
  receipt.hear(show);
  new MutationObserver(show).observe(document.documentElement, { attributeFilter: ["lang"] });
  show();
})();
