/**
 * The editor writes `style` elements and knows nothing of a content policy: each gets the page's nonce here.
 * Imported before the editor.
 */
const nonce = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? '';
const HTML = 'http://www.w3.org/1999/xhtml';

Object.defineProperty(document, 'createElement', {
  configurable: true,
  value: (name: string, options?: ElementCreationOptions) => {
    const element = document.createElementNS(HTML, name.toLowerCase(), options);
    if (element instanceof HTMLStyleElement) element.nonce = nonce;
    return element;
  },
});
