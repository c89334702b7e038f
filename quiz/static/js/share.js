// Offers to share or to copy a text, a result for example, where the browser can; it can be selected anywhere.

const status = document.getElementById("status");

for (const share of document.querySelectorAll("[data-share]")) {
  const what = share.dataset.share || "Your result";
  const field = share.querySelector("[data-share-text]");
  const native = share.querySelector("[data-share-native]");
  const copy = share.querySelector("[data-share-copy]");

  field.addEventListener("focus", () => field.select());

  if (navigator.share) {
    native.hidden = false;
    native.addEventListener("click", async () => {
      try {
        await navigator.share({ text: field.value });
        status.textContent = `${what} is shared.`;
      } catch (error) {
        if (error.name !== "AbortError") {
          status.textContent = "That could not be shared. Select the text and copy it.";
        }
      }
    });
  }

  if (navigator.clipboard) {
    copy.hidden = false;
    copy.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(field.value);
        status.textContent = `${what} is copied.`;
        copy.textContent = "Copied";
      } catch {
        field.focus();
        status.textContent = "That could not be copied. The text is selected: copy it from here.";
      }
    });
  }
}
