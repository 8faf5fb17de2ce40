// What CloudWatch's console does with custom widgets: fetches their pages, and does what <cwdb-action> says.
"use strict";

const main = document.querySelector("main");
const state = document.querySelector("#state");
const dialog = document.querySelector("dialog");
const theme = document.querySelector("#theme");
const widgets = [];

function isDark() {
  return document.body.classList.contains("dark");
}

function offset() {
  const minutes = -new Date().getTimezoneOffset();
  const two = (number) => String(Math.floor(number)).padStart(2, "0");
  return (minutes < 0 ? "-" : "+") + two(Math.abs(minutes) / 60) + ":" + two(Math.abs(minutes) % 60);
}

async function ask(place, params, around) {
  const forms = {};
  around.querySelectorAll("input[name]").forEach((field) => (forms[field.name] = field.value));
  const answer = await fetch("/widget/" + place, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({
      params,
      forms: "instance" in params || !("widget" in params) ? {} : forms,
      theme: isDark() ? "dark" : "light",
      width: Math.floor(around.clientWidth),
      offset: offset(),
    }),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(text);
  return text;
}

// Text set as HTML runs no script, and the page's policy forbids inline ones besides.
function put(page, html, place) {
  if (page.dataset.html === html) return;
  const focused = [...page.querySelectorAll("button, input, [tabindex]")].indexOf(document.activeElement);
  page.innerHTML = html;
  page.dataset.html = html;
  page.querySelectorAll("cwdb-action").forEach((action) => {
    const params = JSON.parse(action.textContent);
    action.hidden = true;
    action.previousElementSibling.addEventListener("click", () => follow(page, place, action, params));
  });
  if (focused >= 0) page.querySelectorAll("button, input, [tabindex]")[focused]?.focus();
}

async function follow(page, place, action, params) {
  try {
    if (action.getAttribute("display") === "popup") {
      const above = dialog.querySelector(".page");
      dialog.showModal();
      put(above, await ask(place, params, above), place);
      return;
    }
    const html = await ask(place, params, page);
    // What was asked for is looked at again, until something else is.
    const forms = [...page.querySelectorAll("input[name]")].filter((field) => field.value);
    const widget = widgets.find((one) => one.page === page);
    if (widget) widget.params = Object.assign({}, params, ...forms.map((field) => ({ [field.name]: field.value })));
    put(page, html, place);
  } catch (problem) {
    state.textContent = problem.message;
  }
}

async function look() {
  if (document.hidden || widgets.length === 0) return;
  try {
    await Promise.all(
      widgets.map(async (widget) => {
        // Who is typing is not disturbed.
        if (widget.page.contains(document.activeElement) && document.activeElement.tagName === "INPUT") return;
        put(widget.page, await ask(widget.place, widget.params, widget.page), widget.place);
      }),
    );
    state.textContent = "as of " + new Date().toLocaleTimeString();
    document.body.dataset.looked = String(Number(document.body.dataset.looked || 0) + 1);
  } catch (problem) {
    state.textContent = problem.message;
  }
}

theme.addEventListener("click", () => {
  document.body.classList.toggle("dark");
  theme.textContent = isDark() ? "Light" : "Dark";
  look();
});

async function begin() {
  if (matchMedia("(prefers-color-scheme: dark)").matches) theme.click();
  const layout = await (await fetch("/layout.json")).json();
  layout.widgets.forEach((widget, place) => {
    const article = document.createElement("article");
    article.style.gridColumn = "span " + widget.columns;
    const heading = document.createElement("h2");
    heading.textContent = widget.title;
    const page = document.createElement("div");
    page.className = "page";
    // What scrolls must be reached by the keyboard.
    page.tabIndex = 0;
    page.setAttribute("role", "region");
    page.setAttribute("aria-label", widget.title);
    article.append(heading, page);
    main.append(article);
    widgets.push({ place, page, params: {} });
  });
  for (;;) {
    await look();
    await new Promise((done) => setTimeout(done, layout.every * 1000));
  }
}

begin();
