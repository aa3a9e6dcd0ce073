// A click in a picture sets its focus; the two numbers beside it stay the way to do it without a mouse.

function prepare(box) {
  const name = box.dataset.picture;
  const numbers = ["x", "y"].map((axis) => document.getElementById(`id_${name}_focus_${axis}`));
  const file = document.getElementById(`id_${name}`);
  if (numbers.includes(null) || !file) return; // the form is only for reading
  const frame = document.createElement("span");
  const mark = document.createElement("span");
  frame.className = "focus-frame";
  mark.className = "focus-mark";

  function show() {
    const [x, y] = numbers.map((number) => Math.min(Math.max(Number(number.value), 0), 100));
    mark.style.left = `${x}%`;
    mark.style.top = `${y}%`;
  }

  function set(x, y) {
    [numbers[0].value, numbers[1].value] = [x, y];
    numbers.forEach((number) => number.dispatchEvent(new Event("change", { bubbles: true })));
    show();
  }

  function hold(picture) {
    frame.replaceChildren(picture, mark);
    box.replaceChildren(frame);
    show();
  }

  // Drawn, because the site lets pages show no picture from elsewhere, the editor's own disk included.
  async function draw() {
    if (!file.files.length) return;
    try {
      const picture = await createImageBitmap(file.files[0]);
      const canvas = document.createElement("canvas");
      const scale = Math.min(1, 640 / Math.max(picture.width, picture.height));
      [canvas.width, canvas.height] = [picture.width * scale, picture.height * scale];
      canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
      canvas.className = "picture";
      set(50, 50);
      hold(canvas);
    } catch {
      box.replaceChildren(); // no picture: saving will say so
    }
  }

  frame.addEventListener("click", (event) => {
    const { left, top, width, height } = frame.getBoundingClientRect();
    set(Math.round((100 * (event.clientX - left)) / width), Math.round((100 * (event.clientY - top)) / height));
  });
  numbers.forEach((number) => number.addEventListener("input", show));
  file.addEventListener("change", draw);
  const stored = box.querySelector("img");
  if (stored) hold(stored);
  draw(); // a file that was chosen before this script was here
}

document.querySelectorAll(".focus-box").forEach(prepare);
