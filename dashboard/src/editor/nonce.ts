/**
 * The editor writes `style` elements and knows nothing of a content policy: each gets the page's nonce here.
 * Imported before the editor.
 */
const nonce = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? '';
const create = document.createElement.bind(document);

document.createElement = ((name: string, options?: ElementCreationOptions) => {
  const element = create(name, options);
  if (name.toLowerCase() === 'style') element.nonce = nonce;
  return element;
}) as typeof document.createElement;
