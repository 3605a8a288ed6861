/** Elements without a framework. */

const SVG = "http://www.w3.org/2000/svg";

/** The element with this id; the page has it. */
export const byId = (id) => document.getElementById(id);

/** A new element: its attributes (functions are listeners, null leaves one out), then its children. */
export const element = (tag, attributes = {}, ...children) =>
  filled(document.createElement(tag), attributes, children);

/** As `element`, inside a drawing. */
export const drawn = (tag, attributes = {}, ...children) =>
  filled(document.createElementNS(SVG, tag), attributes, children);

function filled(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") node.addEventListener(name, value);
    else if (value === true) node.setAttribute(name, "");
    else if (value !== null && value !== false) node.setAttribute(name, value);
  }
  node.append(...children.filter((child) => child !== null && child !== undefined));
  return node;
}

/** Text in which what stands between backticks is code, as children of an element. */
export const prose = (text) => text.split("`").map((part, index) => (index % 2 ? element("code", {}, part) : part));

/** The function, called once when `wait` milliseconds went by without another call. */
export function settled(wait, call) {
  let timer = 0;
  return () => {
    clearTimeout(timer);
    timer = setTimeout(call, wait);
  };
}
