/** Text as JSON, or why it is none. */
export function parsed(text: string): { value?: unknown; wrong?: string } {
  if (text.trim() === '') return {};
  try {
    return { value: JSON.parse(text) as unknown };
  } catch (e) {
    return { wrong: e instanceof Error ? e.message : 'not JSON' };
  }
}
