// Sets light or dark before the first paint: the page's policy allows no script inside the HTML.
{
  const chosen = localStorage.getItem("mantine-color-scheme-value");
  const system = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
  document.documentElement.setAttribute("data-mantine-color-scheme", chosen === "light" || chosen === "dark" ? chosen : system);
}
