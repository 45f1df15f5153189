import { nameIn, folderOf } from '../../source/core/folders.ts';

/** Names of a model's own, or of Python. */
const taken =
	/^(?:model_\w*|copy|json|dict|schema|schema_json|construct|validate|fields|parse_\w+|from_orm|update_forward_refs|and|as|assert|async|await|break|class|continue|def|del|elif|else|except|finally|for|from|global|if|import|in|is|lambda|nonlocal|not|or|pass|raise|return|try|while|with|yield|None|True|False|match|type|case)$/;

/** A key as a field: `orderId` becomes `order_id`; null where it makes no name. */
export const fieldName = (key: string): string | null => {
	const snake = key
		.replaceAll(/([a-z\d])([A-Z])/g, '$1_$2')
		.replaceAll(/[\s.:-]+/g, '_')
		.toLowerCase();
	if (!/^[a-z]\w*$/.test(snake)) return null;
	return taken.test(snake) ? `${snake}_` : snake;
};

const general = /^(?:lambda_?)?(?:handler|function|main|app|index|entry_?point|lambda)(?:_handler)?$/;

const pascal = (name: string): string =>
	name.replaceAll(/(?:^|[^A-Za-z\d]+)([A-Za-z\d])/g, (_, letter: string) => letter.toUpperCase());

const endings: Readonly<Record<string, string>> = {
	event: 'Event',
	body: 'Body',
	detail: 'Detail',
	arguments: 'Arguments',
	input: 'Input',
	pathParameters: 'Path',
};

/** What a model is called: after the handler, or its file or folder where those say more. */
export const modelName = (path: string, handler: string, from: string): string => {
	const folders = folderOf(path).split('/').toReversed();
	const telling = [handler, nameIn(path).replace(/\.py$/, ''), ...folders]
		.map(each => each.replaceAll(/\W+/g, '_').replace(/^lambda_|_?(?:lambda_)?(?:handler|function)$/g, ''))
		.find(
			each =>
				/^[A-Za-z](?:\w*[A-Za-z\d])?$/.test(each) &&
				!general.test(each) &&
				!/^(?:src|code|functions?|lambdas?|service|api)$/.test(each),
		);
	return `${pascal(telling ?? 'Handler')}${endings[from] ?? 'Event'}`;
};

export interface ModelField {
	readonly key: string;
	/** Null for a field that has to be there. */
	readonly fallback: string | null;
	readonly name: string | null;
	readonly type: string;
}

const lineOf = ({ key, fallback, name, type }: ModelField): string => {
	const isNone = fallback === 'None';
	const annotation = isNone && type !== 'Any' ? `${type} | None` : type;
	const isRenamed = name !== key;
	if (!isRenamed) return `    ${name}: ${annotation}${fallback === null ? '' : ` = ${fallback}`}`;
	const parts = [...(fallback === null ? [] : [`default=${fallback}`]), `alias="${key}"`];
	return `    ${name ?? key}: ${annotation} = Field(${parts.join(', ')})`;
};

/** The lines of the class; fields that have to be there come first. */
export const modelText = (model: string, fields: readonly ModelField[]): readonly string[] => [
	`class ${model}(BaseModel):`,
	...fields.filter(({ fallback }) => fallback === null).map(lineOf),
	...fields.filter(({ fallback }) => fallback !== null).map(lineOf),
];
