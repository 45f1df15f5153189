import { visible } from '../core/safe-text.ts';

const entities: Readonly<Record<string, string>> = {
	'&': '&amp;',
	'<': '&lt;',
	'>': '&gt;',
	'"': '&quot;',
	"'": '&#39;',
};

/** Text for XML and HTML, between tags or in quotes; what does not belong there is shown, newlines too. */
export const markupOf = (text: string, options: { readonly keepsLines?: boolean } = {}): string => {
	const lines = options.keepsLines === true ? text.split('\n') : [text];
	return lines
		.map(line =>
			visible(line)
				.replace(/[&<>"']/g, sign => entities[sign] ?? sign)
				// No character of XML.
				.replace(/[\ufffe\uffff]/g, '\ufffd'),
		)
		.join('\n');
};
