// Says that a request did not get through: htmx leaves the page as it is then, and nothing would tell.

const status = document.getElementById("status");

document.addEventListener("htmx:error", () => {
  status.textContent = "That did not reach the server. Your round is safe there: try again in a moment.";
  status.classList.add("status--shown");
});

document.addEventListener("htmx:before:swap", () => {
  status.classList.remove("status--shown");
});
