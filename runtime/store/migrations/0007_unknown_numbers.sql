CREATE TABLE "unknown_numbers" (
	"dialled" text NOT NULL,
	"trunk_id" text NOT NULL,
	"number" text,
	"count" integer DEFAULT 1 NOT NULL,
	"last_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "unknown_numbers_dialled_trunk_id_pk" PRIMARY KEY("dialled","trunk_id")
);
