/** A class under `@dataclass` of the standard library. */
export interface DataClass {
	readonly name: string;
	/** Of the class statement. */
	readonly line: number;
	readonly isSlotted: boolean;
	readonly hasBases: boolean;
	/** Why slots cannot be added as it stands, a clause; null where its own text says nothing against it. */
	readonly obstacle: string | null;
	/** What raises, or stops to work, because it has slots; empty for one without. */
	readonly faults: readonly {
		readonly kind: 'cached' | 'super' | 'slots' | 'undeclared';
		readonly name: string;
		readonly line: number;
	}[];
}

/** Something of Pydantic 1 that Pydantic 2 refuses, ignores, or takes with a warning. */
export interface OldPydantic {
	/**
	 * `parameters`: a validator with `field` or `config`; `root`: a root validator that says neither `pre` nor
	 * `skip_on_failure`; `hidden`: `@classmethod` above a validator; `attribute`: `pydantic.validator`; `config`: a class
	 * `Config`; `method`: `Model.parse_obj` and its like.
	 */
	readonly kind: 'parameters' | 'root' | 'hidden' | 'attribute' | 'config' | 'method';
	readonly line: number;
	/** The function, class or method. */
	readonly name: string;
}

/** How a file describes its data. */
export interface DataModels {
	readonly dataclasses: readonly DataClass[];
	/** Lines of `@attr.s` without slots. */
	readonly oldAttrs: readonly number[];
	readonly pydantic: readonly OldPydantic[];
	/** Objects made from what came in unread: `OrderRequest(**json.loads(body))`. */
	readonly unchecked: readonly { readonly name: string; readonly line: number; readonly from: string }[];
}
