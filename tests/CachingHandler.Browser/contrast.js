// Returns the texts in the page whose contrast with what is behind them is less than WCAG 2.2 asks for (1.4.3, level AA).
const pixel = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true });

// Whatever way a colour is written, a canvas knows it.
function paint(colors) {
  pixel.clearRect(0, 0, 1, 1);
  for (const color of colors) {
    pixel.fillStyle = color;
    pixel.fillRect(0, 0, 1, 1);
  }
  return [...pixel.getImageData(0, 0, 1, 1).data.slice(0, 3)];
}

function luminance(channels) {
  const [red, green, blue] = channels.map(channel => channel / 255).map(
    part => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function behind(element) {
  const colors = [];
  for (let at = element; at; at = at.parentElement) {
    colors.unshift(getComputedStyle(at).backgroundColor);
  }
  return ['canvas', ...colors];
}

function contrastOf(element) {
  const colors = behind(element);
  const [light, dark] = [paint(colors), paint([...colors, getComputedStyle(element).color])].map(luminance).sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
const faint = [];
let seen = 0;
for (let text = texts.nextNode(); text; text = texts.nextNode()) {
  const element = text.parentElement;
  if (text.data.trim() && element.checkVisibility() && element.getClientRects().length) {
    seen++;
    const style = getComputedStyle(element);
    const size = parseFloat(style.fontSize);
    const isLarge = size >= 24 || (size >= 18.66 && style.fontWeight >= 700);
    const contrast = contrastOf(element);
    if (contrast < (isLarge ? 3 : 4.5)) {
      faint.push(`${text.data.trim()}: ${contrast.toFixed(2)}`);
    }
  }
}
return { seen, faint };
