/* Some platforms put a frame of their own between the page with the API and the course. */
const inner = document.createElement("iframe");
inner.name = "content";
inner.src = new URLSearchParams(location.search).get("src");
document.body.append(inner);
