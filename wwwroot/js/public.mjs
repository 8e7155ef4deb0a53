// What public pages do better with a script, and can do without: "/" goes to the search, samples are copied, and the status page
// reads itself again unless somebody is writing.
const search = document.querySelector("#q");
addEventListener("keydown", (event) => {
  if (event.key === "/" && search && !event.ctrlKey && !event.metaKey && !event.altKey && !event.target.closest("input, textarea, select")) {
    event.preventDefault();
    search.focus();
  }
});
for (const button of document.querySelectorAll("button[data-copies]")) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    const text = document.getElementById(button.dataset.copies).textContent;
    await navigator.clipboard.writeText(text);
    button.textContent = "Copied";
  });
}
const seconds = Number(document.body.dataset.refresh);
if (seconds > 0) {
  setTimeout(() => {
    const isWriting = [...document.querySelectorAll("input:not([type=hidden])")].some((field) => field.value !== "");
    if (!isWriting) {
      location.reload();
    }
  }, seconds * 1000);
}
