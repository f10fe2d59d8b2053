/* Sends a receipt when a new state is reached: in the background, at most once for a state in one visit, and given up
   without a word. What was refused is refused for good; what did not arrive is sent with the next state or visit. */
(() => {
  "use strict";
  const { receipt, receipts: facts } = window.EuBelong;
  let tried = 0;
  let sending = false;

  const ask = body => window.fetch(facts.address, { method: "POST", body, mode: "cors", credentials: "omit",
    cache: "no-store", referrerPolicy: "no-referrer", keepalive: true });

  receipt.hear(() => {
    const state = receipt.state();
    if (sending || state <= Math.max(tried, receipt.told()) || navigator.onLine === false) return;
    sending = true;
    tried = state;
    receipt.write(state).then(ask).then(answer => answer.status < 500 && answer.status !== 429, () => false).then(arrived => {
      sending = false;
      if (arrived) receipt.tell(state);
    });
  });
})();
