// Loads Video.js and one translation of it, once a page.

import { registerControls } from "./controls.js";
import { registerThumbnails } from "./thumbnails.js";

const loading = new Map();

/** Returns Video.js with our buttons and words in it. */
export async function loadLibrary({ script, translation, language, words }) {
  // It would write style elements, which the policy of our pages forbids.
  window.VIDEOJS_NO_DYNAMIC_STYLE = true;
  await loadScript(script);
  if (translation) await loadScript(translation);
  window.videojs.addLanguage(language, words);
  registerControls(window.videojs);
  registerThumbnails(window.videojs);
  return window.videojs;
}

function loadScript(address) {
  if (!loading.has(address)) {
    loading.set(address, new Promise((resolve, reject) => {
      const element = document.createElement("script");
      element.src = address;
      element.addEventListener("load", resolve);
      element.addEventListener("error", () => {
        loading.delete(address);
        reject(new Error(`Not loaded: ${address}`));
      });
      document.head.append(element);
    }));
  }
  return loading.get(address);
}
