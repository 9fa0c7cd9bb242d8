--------------------------------- MODULE TransportGate ---------------------------------
(* One delivery, from GitHub's requests to a message that is processed. An action is one *)
(* call to the outside; between any two a process may die. What a dispatcher does with   *)
(* the message is in SemanticGate.tla: here it gets through with it or comes to grief.   *)
EXTENDS Naturals

CONSTANTS
  MaxFaults,  \* in one behaviour
  Without,    \* protections that are left out
  Assuming    \* what is taken for granted of the world outside

Protections == {"record before send", "gate by status", "sweeper", "finish before delete"}
Assumptions == {"dead letters are redriven"}
ASSUME Without \subseteq Protections /\ Assuming \subseteq Assumptions
Has(protection) == protection \notin Without

\* GitHub sends the delivery up to three times under one GUID, also at the same time.
Requests == 1..3

VARIABLES
  request,     \* where receive-webhook is with each, or what GitHub was answered
  delivery,    \* its status in the idempotency table
  queued,      \* messages in the queue; one that is worked on stays there, and is seen again until it is deleted
  dead,        \* messages among the dead letters
  sweeper,     \* sends it again, or is idle
  dispatcher,  \* where dispatch-event is with a message
  faults
vars == <<request, delivery, queued, dead, sweeper, dispatcher, faults>>

Init ==
  /\ request    = [r \in Requests |-> "unsent"]
  /\ delivery   = "none"
  /\ queued     = 0
  /\ dead       = 0
  /\ sweeper    = "idle"
  /\ dispatcher = "idle"
  /\ faults     = 0

Fault == faults < MaxFaults /\ faults' = faults + 1

--------------------------------- (* receive-webhook *) ---------------------------------

\* The conditional put. Who finds RECEIVED sends again; who finds more is a duplicate.
Open(r) ==
  /\ request[r] = IF Has("record before send") THEN "unsent" ELSE "sent"
  /\ delivery' = IF delivery = "none" THEN "RECEIVED" ELSE delivery
  /\ request'  = [request EXCEPT ![r] =
       IF ~Has("record before send") THEN "close"
       ELSE IF delivery = "none" \/ (delivery = "RECEIVED" /\ Has("gate by status"))
       THEN "send" ELSE "200 duplicate"]
  /\ UNCHANGED <<queued, dead, sweeper, dispatcher, faults>>

Send(r) ==
  /\ request[r] = IF Has("record before send") THEN "send" ELSE "unsent"
  /\ queued'  = queued + 1
  /\ request' = [request EXCEPT ![r] = IF Has("record before send") THEN "close" ELSE "sent"]
  /\ UNCHANGED <<delivery, dead, sweeper, dispatcher, faults>>

\* A later status is left alone.
Enqueued == delivery' = IF delivery = "RECEIVED" THEN "ENQUEUED" ELSE delivery

Close(r) ==
  /\ request[r] = "close"
  /\ Enqueued
  /\ request' = [request EXCEPT ![r] = "answer"]
  /\ UNCHANGED <<queued, dead, sweeper, dispatcher, faults>>

Answer(r) ==
  /\ request[r] = "answer"
  /\ request' = [request EXCEPT ![r] = "202 accepted"]
  /\ UNCHANGED <<delivery, queued, dead, sweeper, dispatcher, faults>>

\* GitHub hears a 5xx or nothing at all.
RequestFails(r) ==
  /\ request[r] \in {"send", "sent", "close", "answer"} /\ Fault
  /\ request' = [request EXCEPT ![r] = "failed"]
  /\ UNCHANGED <<delivery, queued, dead, sweeper, dispatcher>>

--------------------------------- (* sweep-deliveries *) ---------------------------------

\* Reads it, and by the time it sends may be behind the times.
Sweep ==
  /\ Has("sweeper") /\ sweeper = "idle" /\ delivery = "RECEIVED"
  /\ sweeper' = "send"
  /\ UNCHANGED <<request, delivery, queued, dead, dispatcher, faults>>

SweeperSends ==
  /\ sweeper = "send"
  /\ queued'  = queued + 1
  /\ sweeper' = "close"
  /\ UNCHANGED <<request, delivery, dead, dispatcher, faults>>

SweeperCloses ==
  /\ sweeper = "close"
  /\ Enqueued
  /\ sweeper' = "idle"
  /\ UNCHANGED <<request, queued, dead, dispatcher, faults>>

SweeperFails ==
  /\ sweeper # "idle" /\ Fault
  /\ sweeper' = "idle"
  /\ UNCHANGED <<request, delivery, queued, dead, dispatcher>>

---------------------------- (* the queue and dispatch-event *) ----------------------------

\* Its receives are used up.
DeadLetter ==
  /\ queued > 0 /\ Fault
  /\ queued' = queued - 1 /\ dead' = dead + 1
  /\ UNCHANGED <<request, delivery, sweeper, dispatcher>>

Redrive ==
  /\ dead > 0 /\ "dead letters are redriven" \in Assuming
  /\ dead' = dead - 1 /\ queued' = queued + 1
  /\ UNCHANGED <<request, delivery, sweeper, dispatcher, faults>>

\* One message less, if it is still there.
Deleted == queued' = IF queued > 0 THEN queued - 1 ELSE 0

Receive ==
  /\ queued > 0 /\ dispatcher = "idle"
  /\ dispatcher' = "finish"
  /\ IF Has("finish before delete") THEN UNCHANGED queued ELSE Deleted
  /\ UNCHANGED <<request, delivery, dead, sweeper, faults>>

Finish ==
  /\ dispatcher = "finish"
  /\ delivery'   = "PROCESSED"
  /\ dispatcher' = "delete"
  /\ UNCHANGED <<request, queued, dead, sweeper, faults>>

\* GitHub limits us: a copy that comes up later takes the message's place.
Postpone ==
  /\ dispatcher = "finish" /\ Fault
  /\ queued'     = queued + 1
  /\ dispatcher' = "delete"
  /\ UNCHANGED <<request, delivery, dead, sweeper>>

Delete ==
  /\ dispatcher = "delete"
  /\ IF Has("finish before delete") THEN Deleted ELSE UNCHANGED queued
  /\ dispatcher' = "idle"
  /\ UNCHANGED <<request, delivery, dead, sweeper, faults>>

DispatcherFails ==
  /\ dispatcher # "idle" /\ Fault
  /\ dispatcher' = "idle"
  /\ UNCHANGED <<request, delivery, queued, dead, sweeper>>

------------------------------------------------------------------------------------------

\* What has begun goes on. Nothing says that GitHub ever sends a request, or that anything fails.
Progress ==
  \/ \E r \in Requests : Send(r) \/ Close(r) \/ Answer(r)
  \/ Sweep \/ SweeperSends \/ SweeperCloses \/ Redrive \/ Receive \/ Finish \/ Delete

Next ==
  \/ Progress
  \/ \E r \in Requests : Open(r) \/ RequestFails(r)
  \/ SweeperFails \/ DeadLetter \/ Postpone \/ DispatcherFails

Spec == Init /\ [][Next]_vars /\ WF_vars(Progress)

---------------------------------- (* what must hold *) ----------------------------------

Answered == \E r \in Requests : request[r] \in {"202 accepted", "200 duplicate"}

\* What GitHub believes to be with us is in somebody's hands until it is processed.
NothingLost == Answered =>
  \/ delivery = "PROCESSED" \/ queued + dead > 0 \/ dispatcher = "finish"
  \/ \E r \in Requests : request[r] = "send"
  \/ delivery = "RECEIVED" /\ Has("sweeper")

\* What GitHub was answered for and what is in a queue can be looked up by its GUID.
Traceable == Answered \/ queued + dead > 0 => delivery # "none"

\* Whatever was recorded, answered or not, is processed: nothing stops before, and nothing goes round in circles.
NothingHangs == ENABLED Progress \/ delivery \in {"none", "PROCESSED"}
RecordedEnds == delivery # "none" ~> delivery = "PROCESSED"
==========================================================================================
