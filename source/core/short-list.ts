/** The first few of many, and how many more there are: `a, b and 3 more`, or `a; b; and 3 more`. */
export const shortList = (texts: readonly string[], most: number, between: ', ' | '; ' = ', '): string => {
	const more = texts.length - most;
	const shown = texts.slice(0, most).join(between);
	return more > 0 ? `${shown}${between === ', ' ? ' ' : between}and ${more} more` : shown;
};
