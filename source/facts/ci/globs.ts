/** A path pattern with `*` and `**` as a regular expression for the whole path. */
export const globPattern = (glob: string): RegExp =>
	new RegExp(
		`^${glob
			.replace(/[.+?^${}()|[\]\\]/g, '\\$&')
			.replace(/\*\*\/?/g, '\u0000')
			.replaceAll('*', '[^/]*')
			.replaceAll('\u0000', '.*')}$`,
	);
