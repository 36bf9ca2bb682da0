/**
 * The editor writes `style` elements and knows nothing of a content policy: each gets the page's nonce here.
 * Imported before the editor.
 */
const nonce = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? '';
const create: (name: string, options?: ElementCreationOptions) => HTMLElement = Document.prototype.createElement;

Object.defineProperty(document, 'createElement', {
  configurable: true,
  value: (name: string, options?: ElementCreationOptions) => {
    const element = create.call(document, name, options);
    if (name.toLowerCase() === 'style') element.nonce = nonce;
    return element;
  },
});
