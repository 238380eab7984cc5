"use strict";
// Copy buttons, regions that stay up to date, and questions before what cannot be undone. Pages work without any of it.

function copyButtons(root) {
  for (const button of root.querySelectorAll("[data-copy]")) {
    button.hidden = false;
    button.addEventListener("click", async () => {
      const field = document.getElementById(button.dataset.copy);
      field.select();
      try {
        await navigator.clipboard.writeText(field.value);
      } catch {
        document.execCommand("copy"); // where there is no HTTPS
      }
      const before = button.textContent;
      button.textContent = "Copied";
      setTimeout(() => { button.textContent = before; }, 2000);
    });
  }
}

// By what it leads to: so that it is found again when its region is new.
function place(element) {
  return element.form?.action ?? element.href ?? element.dataset.copy;
}

function live(region) {
  let shown = null;
  const look = async () => {
    try {
      const answer = await fetch(region.dataset.live, { credentials: "same-origin", redirect: "manual" });
      if (answer.type === "opaqueredirect") window.location.reload(); // the visit has ended: on to signing in
      const html = answer.ok ? await answer.text() : null;
      // whoever is typing or choosing in it is not disturbed
      const within = region.contains(document.activeElement);
      const busy = within && document.activeElement.matches("input:not([readonly]), select, textarea");
      if (html !== null && html !== shown && !busy) {
        if (shown !== null) {
          const stood = within && place(document.activeElement);
          region.innerHTML = html;
          copyButtons(region);
          const heading = region.querySelector("h1");
          if (within) {
            const again = [...region.querySelectorAll("a, button")].find((each) => place(each) === stood);
            const next = again ?? heading ?? region.querySelector("h2");
            if (next && next !== again) next.tabIndex = -1; // what had the focus has gone: on at its successor
            next?.focus();
          }
          if (heading && heading.textContent !== document.title) {
            document.title = heading.textContent;
            const said = document.getElementById(region.dataset.said);
            if (said) said.textContent = heading.textContent;
          }
        }
        shown = html;
      }
    } catch {
      // the platform is away for a moment; the next look tells
    }
    setTimeout(look, Number(region.dataset.every));
  };
  look();
}

document.addEventListener("submit", (event) => {
  const question = event.target.dataset.ask;
  if (question && !window.confirm(question)) event.preventDefault();
});

copyButtons(document);
document.querySelectorAll("[data-live]").forEach(live);
