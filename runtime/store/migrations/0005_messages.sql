CREATE TABLE "messages" (
	"id" text PRIMARY KEY NOT NULL,
	"mailbox" text NOT NULL,
	"call_id" text NOT NULL,
	"flow_id" text NOT NULL,
	"node_id" text NOT NULL,
	"caller_number" text NOT NULL,
	"caller_name" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"duration_ms" integer NOT NULL,
	"read_at" timestamp (3) with time zone,
	"email_state" text DEFAULT 'none' NOT NULL,
	"email_at" timestamp (3) with time zone,
	"email_error" text
);
--> statement-breakpoint
CREATE INDEX "messages_created" ON "messages" USING btree ("created_at","id");--> statement-breakpoint
CREATE INDEX "messages_mailbox" ON "messages" USING btree ("mailbox","created_at","id");--> statement-breakpoint
CREATE INDEX "messages_call" ON "messages" USING btree ("call_id");