// C0, DEL, C1, and the characters that reorder or break lines: never written, whatever they came from.
const unsafe =
	// eslint-disable-next-line no-control-regex
	/[\u0000-\u001F\u007F-\u009F\u061C\u200E\u200F\u2028-\u202E\u2066-\u2069]/;
// A whole escape sequence, or one such character. Colour codes (SGR) come first, so that they can be kept.
const sequences =
	// eslint-disable-next-line no-control-regex
	/\u001B\[[\d;:]*m|\u001B(?:\][^\u0007\u001B\u009C]*(?:\u0007|\u001B\\|\u009C)?|[PX^_][^\u001B\u009C]*(?:\u001B\\|\u009C)?|\[[0-?]*[ -/]*[@-~]?|[^])?|[\u0000-\u001A\u001C-\u001F\u007F-\u009F\u061C\u200E\u200F\u2028-\u202E\u2066-\u2069]/g;
// eslint-disable-next-line no-control-regex
const colorCode = /^\u001B\[[\d;:]*m$/;

/** The last line of defence before the terminal: only printable text and colour codes pass. */
export const scrub = (row: string): string =>
	unsafe.test(row) ? row.replace(sequences, match => (colorCode.test(match) ? match : '')) : row;

// eslint-disable-next-line no-control-regex
const colorCodes = /\u001B\[[\d;:]*m/g;

/** A painted row as the text it shows. */
export const withoutColors = (row: string): string => row.replace(colorCodes, '');
