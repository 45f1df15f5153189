import { entropyOf, isMaskable, isPlausible } from './plausible.ts';
import type { SecretRange } from './scan.ts';

const telling =
	/pass(?:w(?:or)?d|phrase)|pwd|secret|token|api[_-]?key|(?:access|account|private|signing|encryption|auth|master)[_-]?key|credential|(?<![a-z])auth(?![a-z])/gi;

/** What follows a telling word when it names something else than the secret itself. */
const namesOther =
	/(?:prefix|suffix|header|names?|params?|parameter|fields?|ur[li]s?|paths?|endpoint|ttl|types?|arns?|_?ids?|label|env|files?|dir|folder|length|len|size|count|limit|regex|pattern|format|policy|hash|algorithms?|algs?|scheme|class|model|version|title|text|message|msg|hint|help|description|desc|expir\w*|timeout|methods?|mode|store|manager|provider|vendor|service|column|table|index|cache|bucket|queue|topic|region|role|user(?:name)?|domain|host|scopes?|audience|issuer|kid|set|list|map|dict|separator|delimiter|position|placeholder|var|variable|ref|reference|generator|encoding|usage|kind|annotation|status|state|error|exception|validator|response|request|action|rule|check|context|backend|plugin|strategy|module|family)$/i;
// `hashed_secret`: what detect-secrets writes of findings into its baseline.
const publicName =
	/public|publishable|hashed[_-]?secret|csrf|xsrf|(?:^|_)sites?_?key|captcha|continuation|paginat|next|page|cursor|sync|resume|idempot|(?:client|request|client_?request|lock|update|creation|change|delete|postman|task|upload)_?-?token/i;

/** Quoted, behind `=`, `:`, `,` or `=>`; the type of a variable may stand between. */
const quoted =
	/([\w.-]{0,40})\\?(["'`]?)\]?(?:\s{0,4}:\s{0,4}[A-Za-z][\w.[\] |]{0,40})?[ \t]{0,40}(={1,2}>?|!=|:=|:|,)[\s+(\\-]{0,40}(?:(?:Secret(?:Str|Bytes)?|Field|str|bytes)\(\s{0,20}(?:default\s{0,4}=\s{0,4})?)?[bBrRuU]{0,2}(?:"((?:[^"\\\r\n]|\\.){6,4096})"|'((?:[^'\\\r\n]|\\.){6,4096})')/y;
/** `TOKEN=value` to the end of a word, in files where values stand bare. */
const bare = /([\w.-]{0,40})[ \t]{0,40}[=:][ \t]{0,40}([^\s"'#,;|&:=][^\s"'#,;|&]{5,4095})(?=[\s,;|&]|$)/y;
/** `--token value` */
const option = /()[ \t]{1,4}["']?([^\s"'-][^\s"']{5,4095})/y;
/** A parameter of a template and its default. */
const parameter =
	/([\w-]{0,40})["']?:[ \t]*\r?\n(?:[+-]?[ \t]+(?:Type|Description|NoEcho|M(?:in|ax)Length|AllowedPattern|ConstraintDescription)\b[^\r\n]{0,300}\r?\n){0,7}[+-]?[ \t]+Default:[ \t]*["']?([^\s"'#]{6,4096})/y;
const parameterInJson =
	/([\w-]{0,40})"\s{0,4}:\s{0,4}\{[^{}]{0,400}?"Default"\s{0,4}:\s{0,4}"((?:[^"\\\r\n]|\\.){6,4096})"/y;
const variable =
	/([\w-]{0,40})"\s{0,4}\{[^{}]{0,400}?\bdefault\s{0,20}=\s{0,4}"((?:[^"\\\r\n]|\\.){6,4096})"/y;
/** `- name: TOKEN` and `value:` below, as Kubernetes and ECS have it. */
const pair =
	/([\w-]{0,40})["']?,?\s{0,4}\r?\n?[+-]?[ \t]{0,60}["']?value["']?[ \t]{0,4}:[ \t]{0,4}["']?([^\s"'#]{6,4096})/iy;

const ofEnvironment =
	/(?:getenv|environ\.get|environ\.setdefault|\bconfig|\benv(?:\.\w{1,12})?)\(\s{0,20}[brf]?["']$/;

const bareFiles =
	/(?:^|\/)(?:\.env(?:\.[\w.-]+)?|\.envrc|[\w.-]*\.env|Dockerfile[\w.-]*|Containerfile|Makefile|\.pypirc|\.netrc|\.pgpass|\.npmrc|\.dockercfg|credentials|config)$|\.(?:ya?ml|ini|cfg|conf|properties|sh|bash|zsh|service|env|mk|txt|md|rst|tfvars)$/i;
const templateFiles = /\.(?:ya?ml|json|template|tf)$/i;

const names = /[\w.-]/;

const sticky = (pattern: RegExp, text: string, at: number): RegExpExecArray | null => {
	pattern.lastIndex = at;
	return pattern.exec(text);
};

interface Candidate {
	readonly suffix: string;
	readonly value: string;
	readonly end: number;
	readonly isDefault: boolean;
}

/** What stands behind a telling word, by the first form that fits. */
const candidateAt = (
	text: string,
	end: number,
	start: number,
	forms: { readonly bare: boolean; readonly template: boolean },
): Candidate | null => {
	const inQuotes = sticky(quoted, text, end);
	if (inQuotes) {
		const [whole, suffix = '', quote = '', operator = '', double, single] = inQuotes;
		const value = double ?? single ?? '';
		const isDefault =
			operator === ',' && quote !== '' && ofEnvironment.test(text.slice(Math.max(0, start - 40), start));
		const last = end + whole.length - 1;
		// Code within a text, as notebooks hold it: `\"value\"`.
		const cut = text[last - value.length - 2] === '\\' ? value.search(/\\["']/) : -1;
		const kept = cut < 0 ? value : value.slice(0, cut);
		// Items of a list otherwise.
		if (operator !== ',' || isDefault)
			return { suffix, value: kept, end: last - value.length + kept.length, isDefault };
	}
	if (forms.template) {
		for (const form of [parameter, parameterInJson, variable, pair]) {
			const [whole, suffix = '', value] = sticky(form, text, end) ?? [];
			if (whole === undefined || value === undefined) continue;
			const quotes = form === parameterInJson || form === variable ? 1 : 0;
			return { suffix, value, end: end + whole.length - quotes, isDefault: false };
		}
	}
	if (!forms.bare) return null;
	const plain = sticky(bare, text, end) ?? (text.startsWith('--', start) ? sticky(option, text, end) : null);
	if (!plain) return null;
	return { suffix: plain[1] ?? '', value: plain[2] ?? '', end: end + plain[0].length, isDefault: false };
};

const awsKey = /^[A-Za-z0-9/+]{40}$/;
const isAwsKey = (name: string, value: string): boolean =>
	/secret/i.test(name) &&
	/key|aws/i.test(name) &&
	awsKey.test(value) &&
	/[a-z]/.test(value) &&
	/[A-Z]/.test(value) &&
	!/example|^(.)\1+$/i.test(value) &&
	entropyOf(value) >= 4.2;

/** A value that would be taken: no path, no reference, no word for nothing. */
const isFallback = (value: string): boolean =>
	/^[\w!@#%^&*+=.-]+$/.test(value) &&
	!/^(?:none|null|false|true|disabled?|unset|undefined|missing|empty|default|unknown|not.?set)$/i.test(value);

/** Literals whose name says that they are a secret. `path` tells which forms can occur; null for a piece of any file. */
export const assignedIn = (text: string, path: string | null): readonly SecretRange[] => {
	const forms = {
		bare: path === null || bareFiles.test(path),
		template: path === null || templateFiles.test(path),
	};
	const found: SecretRange[] = [];
	let until = 0;
	telling.lastIndex = 0;
	for (let match = telling.exec(text); match; match = telling.exec(text)) {
		const word = match.index;
		if (word < until) continue;
		let start = word;
		while (start > 0 && word - start < 40 && names.test(text[start - 1] ?? '')) start--;
		const end = word + match[0].length;
		// `${TOKEN:?not set}`
		if (text[start - 1] === '{' && text[start - 2] === '$') continue;
		const candidate = candidateAt(text, end, start, forms);
		if (!candidate) continue;
		const { suffix, value, isDefault } = candidate;
		const name = text.slice(start, end) + suffix;
		const from = candidate.end - value.length;
		const isSecretName = !namesOther.test(suffix === '' ? '' : name) && !publicName.test(name);
		if (isAwsKey(name, value)) {
			found.push({ kind: 'aws-secret-key', start: from, end: candidate.end, counts: 'sure', name });
		} else if (isSecretName && /secret_?key/i.test(name) && value.startsWith('django-insecure-')) {
			found.push({ kind: 'django-insecure', start: from, end: candidate.end, counts: 'likely', name });
		} else if (isDefault && isSecretName && isFallback(value)) {
			// A weak fallback is found too: it is what runs where nothing is set.
			found.push({
				kind: 'environment-default',
				start: from,
				end: candidate.end,
				counts: isPlausible(value) ? 'sure' : 'likely',
				name,
			});
		} else if (isMaskable(value)) {
			found.push({
				kind: 'assigned',
				start: from,
				end: candidate.end,
				counts: isSecretName && isPlausible(value) ? 'sure' : 'no',
				name,
			});
		} else continue;
		until = candidate.end;
		telling.lastIndex = candidate.end;
	}
	return found;
};
