// Tells the server where the browser is, as a Première belongs to a date there: in the forms that ask for it, and in
// a cookie, so that the next page knows the date. A page that has shown another date is fetched anew, once.

const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;

if (zone) {
  for (const field of document.querySelectorAll("[data-zone]")) {
    field.value = zone;
  }
  for (const hint of document.querySelectorAll("[data-zone-unknown]")) {
    hint.hidden = true;
  }
  const told = `zone=${zone}`;
  const wanted = document.querySelector("[data-zone-wanted]");
  if (wanted) {
    const secure = location.protocol === "https:" ? "; secure" : "";
    document.cookie = `${told}; path=/; max-age=31536000; samesite=lax${secure}`;
    const now = new Date();
    const day = [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((part) => String(part).padStart(2, "0")).join("-");
    if (day !== wanted.dataset.day && document.cookie.split("; ").includes(told)) {
      location.reload();
    }
  }
}
