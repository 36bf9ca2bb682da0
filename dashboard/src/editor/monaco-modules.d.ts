/* Parts of the editor that have no declarations of their own. */
declare module 'monaco-editor/features/register.all.js';
declare module 'monaco-editor/languages/definitions/javascript/register.js';
