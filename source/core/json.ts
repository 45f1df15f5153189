import type { Data } from './facts/config.ts';

/** The value of a JSON text; null for what is no JSON, and for `null` itself. */
export const jsonOf = (text: string): Data => {
	try {
		const value: Data = JSON.parse(text);
		return value;
	} catch {
		return null;
	}
};
