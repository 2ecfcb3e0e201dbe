// The overlay in a frame over a picture: the same page that OBS loads.

export default function ({ data, parentElement }) {
  const root = parentElement.querySelector(".cc-ovpic");
  const frame = root.querySelector("iframe");
  frame.style.aspectRatio = data.shape;
  root.toggleAttribute("data-tall", data.shape.startsWith("9"));
  if (frame.dataset.address === data.address) return;
  frame.dataset.address = data.address;
  frame.src = data.address;
}
