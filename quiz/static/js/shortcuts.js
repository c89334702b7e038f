// A key presses the button or the link that carries it in data-shortcut: 1 to 4 choose an option, N goes on.

const isTyping = (target) => target.closest("input:not([type=radio], [type=checkbox]), textarea, select, [contenteditable]");

document.addEventListener("keydown", (event) => {
  const isPlain = !event.ctrlKey && !event.metaKey && !event.altKey && !event.repeat && !event.isComposing;
  if (!isPlain || event.defaultPrevented || isTyping(event.target)) {
    return;
  }
  const key = event.key.toLowerCase();
  const pressed = [...document.querySelectorAll("[data-shortcut]")].find((control) => control.dataset.shortcut === key);
  if (pressed) {
    event.preventDefault();
    pressed.focus({ preventScroll: true });
    pressed.click();
  }
});

// The second half of a double click on an option may find the way on under the pointer: it is not meant.
document.addEventListener(
  "click",
  (event) => {
    if (event.detail > 1 && event.target.closest("[data-single-click]")) {
      event.preventDefault();
      event.stopImmediatePropagation();
    }
  },
  { capture: true },
);
